import { Message, messageOf } from '../message';

/** Bytes, or characters of a text, at which the kind of a file is seen. */
const SEEN = 512;

/** A kind of file: how it begins, and what it is, with what to do. */
type Kind = [begins: RegExp, what: Message];

const kinds: Kind[] = [
  [
    /^version https:\/\/git-lfs/,
    messageOf('it is a Git LFS pointer, not the file itself: run git lfs pull, or download the file')
  ],
  [
    /^\uFEFF?\s*<(!doctype|html|head|body|\?xml)/i,
    messageOf('it is a web page: the link leads to a page about the file; download the file itself')
  ],
  [
    /^PK\x03\x04/,
    messageOf(
      'it is a zip archive, such as the .pt of torch.save or an .xlsx: in Python, write the weights with safetensors.torch.save_file(model.state_dict(), path), a table as CSV'
    )
  ],
  [
    /^\x80[\x02-\x05]/,
    messageOf(
      'it is a Python pickle: in Python, write the weights with safetensors.torch.save_file(model.state_dict(), path)'
    )
  ],
  [/^\x93NUMPY/, messageOf('it is a NumPy array: in Python, write it with safetensors.numpy.save_file')],
  [/^\x89HDF/, messageOf('it is an HDF5 file, such as Keras’s .h5: in Python, write it with safetensors')],
  [/^GGUF/, messageOf('it is a GGUF file: take the model’s .safetensors instead')],
  [/^\x1f\x8b/, messageOf('it is compressed with gzip: unpack it first')]
];

const json: Kind = [
  /^\uFEFF?\s*[{[]/,
  messageOf('it is JSON: read weights with loadStateDict(JSON.parse(text)), a table with fromJSON')
];

/** What a file is that is no `.safetensors`, and what to do; null if its kind is not known. */
export const foreignBytes = (bytes: Uint8Array): Message | null =>
  bytes.length === 0
    ? messageOf('the file is empty: save or download it again')
    : kindOf(String.fromCharCode(...bytes.subarray(0, SEEN)), [...kinds, json]);

/** What a text is that is no table; null if its kind is not known. */
export function foreignText(text: string): Message | null {
  const start = text.slice(0, SEEN);
  return start.includes('\0') && !start.startsWith('PK')
    ? messageOf('it is no text in UTF-8: save it as CSV in UTF-8')
    : kindOf(start, kinds);
}

/** What a text is that is no CSV. */
export const foreignTable = (text: string): Message | null => {
  const isJson = json[0].test(text.slice(0, SEEN)) && /[}\]]\s*$/.test(text.slice(-SEEN));
  return foreignText(text) ?? (isJson ? json[1] : null);
};

const kindOf = (start: string, among: Kind[]): Message | null =>
  among.find(([begins]) => begins.test(start))?.[1] ?? null;
