import { Tensor } from '../../tensor';
import { ONNX_TYPES, OnnxGraph, OnnxNode } from './onnxGraph';
import { field } from '../protobuf';

/** The versions of ONNX 1.12 (2022), for the sake of older runtimes. */
const IR_VERSION = 8;
const OPSET = 17;
/** AttributeProto.AttributeType. */
const [INT, INTS] = [2, 7];

/** A dimension of an ONNX shape: its length, or a name if the length is open. */
export type Dimension = number | string;

/** The bytes of the ONNX file, in pieces. The numbers are the field numbers of onnx.proto. */
export function serialize(
  graph: OnnxGraph,
  name: string,
  inputShape: Dimension[],
  outputShape: Dimension[]
): Uint8Array[] {
  return [
    field.int(1, IR_VERSION),
    field.string(2, 'stepgrad'),
    field.message(
      7,
      ...graph.nodes.map(node => field.message(1, ...nodeFields(node))),
      field.string(2, name),
      ...[...graph.constants].map(([key, tensor]) => field.message(5, ...tensorFields(key, tensor, graph))),
      field.message(11, ...valueFields('input', graph.inputType, inputShape)),
      field.message(12, ...valueFields('output', graph.dtype, outputShape))
    ),
    field.message(8, field.int(2, OPSET))
  ];
}

const nodeFields = ({ op, inputs, output, attributes }: OnnxNode): Uint8Array[] => [
  ...inputs.map(input => field.string(1, input)),
  field.string(2, output),
  field.string(3, output),
  field.string(4, op),
  ...Object.entries(attributes).map(([key, value]) =>
    field.message(
      5,
      field.string(1, key),
      ...(typeof value === 'number'
        ? [field.int(3, value), field.int(20, INT)]
        : [...value.map(n => field.int(8, n)), field.int(20, INTS)])
    )
  )
];

function tensorFields(name: string, { shape, data }: Tensor, { dtype }: OnnxGraph): Uint8Array[] {
  const bytes = new Uint8Array(data.length * (dtype === 'double' ? 8 : 4));
  const view = new DataView(bytes.buffer);
  data.forEach((x, i) =>
    dtype === 'double' ? view.setFloat64(i * 8, x, true) : view.setFloat32(i * 4, x, true)
  );
  return [
    ...shape.map(length => field.int(1, length)),
    field.int(2, ONNX_TYPES[dtype]),
    field.string(8, name),
    field.bytes(9, bytes)
  ];
}

const valueFields = (name: string, type: keyof typeof ONNX_TYPES, shape: Dimension[]): Uint8Array[] => [
  field.string(1, name),
  field.message(
    2,
    field.message(
      1,
      field.int(1, ONNX_TYPES[type]),
      field.message(
        2,
        ...shape.map(length =>
          field.message(1, typeof length === 'number' ? field.int(1, length) : field.string(2, length))
        )
      )
    )
  )
];
