/**
 * Where the reports of an unfinished run come from. 'live': the run goes on. 'stopping': it was told to stop, and ends
 * after the step under way. 'lost': it was live on this page, but its kernel has restarted or gone, or its cell has
 * ended. 'saved': it was read from a file, and nobody feeds it.
 */
export type Feed = 'live' | 'stopping' | 'lost' | 'saved';
