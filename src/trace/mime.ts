/** The MIME type of everything that stepgrad puts into a cell's output. */
export const MIME_TYPE = 'application/vnd.stepgrad.v1+json';
