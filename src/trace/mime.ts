/** The MIME type of every stepgrad output. */
export const MIME_TYPE = 'application/vnd.stepgrad.v1+json';
