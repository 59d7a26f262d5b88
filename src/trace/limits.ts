/** What a page can be asked to draw. Checked before anything is decoded or drawn. */
export const limits = {
  layers: 100,
  features: 65536,
  samples: 4096,
  iterations: 1000,
  /** All the numbers of a payload together: about 16 MB. */
  numbers: 2_000_000
};
