import { Mistake, printed, thrown } from './mistake';

const lr = '{ lr: 0.1 }';
/** A run of two epochs that prints one line, with its own optimiser. */
const fitting = (net: string, loss: string, target: string): string =>
  `const net = new Sequential(${net});
const sgd = new SGD(net.parameters(), ${lr});
await fit(net, { train: { input: X, target: ${target} }, loss: new ${loss}(), optimizer: sgd, epochs: 2, lines: 1 });`;
const words = 'const words = new Sequential(new Embedding(10, 2), new Linear(2, 1));\n';

/** Mistakes of beginners, each with what its message names: what was given, what was expected, what to write. */
export const mistakes: Mistake[] = [
  // Options.
  thrown(
    `const options = { lr: 0.1, weight_decay: 0.01 };\nnew SGD(model.parameters(), options);`,
    [/SGD/, /no option 'weight_decay'/, /mean weightDecay\?/],
    ['PyTorch’s name of an option', '用了 PyTorch 的选项名']
  ),
  thrown(`new SGD(model.parameters(), { learning_rate: 0.1 });`, [
    /'learning_rate'/,
    /no option/,
    /mean lr\?/
  ]),
  thrown(
    `const options = { lr: 0.1, momentun: 0.9 };\nnew SGD(model.parameters(), options);`,
    [/'momentun'/, /no option/, /mean momentum\?/],
    ['A misspelt option', '选项名拼错']
  ),
  thrown(`new Adam(model.parameters(), { lr: 0.1, beta1: 0.9 });`, [/'beta1'/, /no option/, /mean betas\?/]),
  thrown(`new Dropout({ rate: 0.1 });`, [/'rate'/, /no option/, /mean p\?/]),
  thrown(`new Linear(2, 3, { use_bias: false });`, [/'use_bias'/, /no option/, /mean bias\?/]),
  thrown(`new CrossEntropyLoss({ class_weights: [1, 2] });`, [
    /'class_weights'/,
    /no option/,
    /mean weight\?/
  ]),
  thrown(`new DataLoader({ input: X, target: Y }, { batch_size: 2 });`, [
    /'batch_size'/,
    /no option/,
    /mean batchSize\?/
  ]),
  thrown(`new StepLR(optimizer, { step_size: 10 });`, [/'step_size'/, /no option/, /mean stepSize\?/]),
  thrown(
    `const train = { input: X, target: Y };\nawait fit(model, { train, loss, optimizer, epochs: 2, valdation: train });`,
    [/'valdation'/, /no option/, /mean validation\?/]
  ),
  thrown(`record(model, { inputs: X, target: Y, loss });`, [/'inputs'/, /no option/, /mean input\?/]),
  thrown(`record(model, { input: X, target: Y, loss, iteration: 5 });`, [
    /'iteration'/,
    /no option/,
    /mean iterations\?/
  ]),
  thrown(`show(record(model, { input: X, target: Y, loss }), { hidden: ['derivation'] });`, [
    /'hidden'/,
    /no option/,
    /mean hide\?/
  ]),
  thrown(`fromCSV('a,b\\n1,2\\n', { sep: ';' });`, [/'sep'/, /no option/, /mean delimiter\?/]),
  // Numbers where options belong, and values of another type.
  thrown(
    `new SGD(model.parameters(), 0.5);`,
    [/got 0\.5/, /options as an object/, /write \{ lr: 0\.5 \}/],
    ['A number where options belong', '在选项的位置写了数字']
  ),
  thrown(`new Dropout(0.1);`, [/got 0\.1/, /options as an object/, /write \{ p: 0\.1 \}/]),
  thrown(`new LeakyReLU(0.3);`, [/got 0\.3/, /options as an object/, /write \{ negativeSlope: 0\.3 \}/]),
  thrown(`new Linear(2, 3, false);`, [/got false/, /options as an object/, /write \{ bias: false \}/]),
  thrown(`new CrossEntropyLoss('sum');`, [
    /got the text "sum"/,
    /options as an object/,
    /write \{ reduction: 'sum' \}/
  ]),
  thrown(`new DataLoader({ input: X, target: Y }, 2);`, [
    /got 2/,
    /options as an object/,
    /write \{ batchSize: 2 \}/
  ]),
  thrown(`new StepLR(optimizer, 10);`, [/got 10/, /options as an object/, /write \{ stepSize: 10 \}/]),
  thrown(`new ReLU(6);`, [/got 6/, /takes no arguments/, /write new ReLU\(\)/]),
  thrown(`new SGD(model.parameters(), { lr: '0.1' });`, [
    /the text "0\.1"/,
    /expected a number/,
    /Write \{ lr: 0\.1 \}, without quotes/
  ]),
  thrown(
    `new SGD(model, { lr: 0.1 });`,
    [/instance of Sequential/, /first argument/, /model\.parameters\(\)/],
    ['The model instead of its parameters', '传入了模型，而不是它的参数']
  ),
  thrown(`new Linear(2);`, [/outFeatures is undefined/, /whole number of at least 1/, /new Linear\(2, 4\)/]),
  thrown(`new Linear('2', 3);`, [/the text "2"/, /whole number/, /new Linear\(2, 4\)/]),
  thrown(`new MSELoss({ reduction: 'avg' });`, [/is avg/, /expected/, /'mean' or 'sum'/]),
  thrown(`new Sequential(Linear, ReLU);`, [
    /'0' is the class Linear/,
    /expected a layer/,
    /new Linear\(2, 4\)/
  ]),
  thrown(`await fit(model, { train: { input: X, target: Y }, loss: MSELoss, optimizer, epochs: 2 });`, [
    /the class MSELoss/,
    /expected a loss/,
    /new BCELoss\(\)/
  ]),
  thrown(`await fit(model, { train: { input: X, target: Y }, loss, optimizer });`, [
    /epochs is undefined/,
    /whole number/,
    /Write \{ epochs: 100 \}/
  ]),
  thrown(`await fit(model, { train: X, loss, optimizer, epochs: 2 });`, [
    /an array of 3/,
    /expected a DataLoader or a dataset/,
    /Write \{ input: …, target: … \}/
  ]),
  thrown(`trainStep(model, optimizer, loss, X, Y);`, [
    /instance of SGD/,
    /expected a loss/,
    /new BCELoss\(\)/
  ]),
  thrown(`manualSeed('42');`, [/the text "42"/, /whole number/, /manualSeed\(0\)/]),
  thrown(`stratifiedSplit({ input: X, target: Y }, 0.2);`, [
    /got 0\.2/,
    /expects a list/,
    /write \[0\.2, 0\.8\]/
  ]),
  // A last layer that does not go with its loss.
  printed(
    fitting('new Linear(2, 3), new Softmax()', 'CrossEntropyLoss', '[0, 1, 2]'),
    [/ends with Softmax/, /takes the softmax itself/, /Leave Softmax out/],
    ['Softmax before CrossEntropyLoss', 'CrossEntropyLoss 之前用了 Softmax']
  ),
  printed(fitting('new Linear(2, 3), new LogSoftmax()', 'CrossEntropyLoss', '[0, 1, 2]'), [
    /ends with LogSoftmax/,
    /takes the softmax itself/,
    /Leave LogSoftmax out, or take NLLLoss/
  ]),
  printed(
    fitting('new Linear(2, 1), new Sigmoid()', 'BCEWithLogitsLoss', 'Y'),
    [/ends with Sigmoid/, /takes the sigmoid itself/, /Leave Sigmoid out/],
    ['Sigmoid before BCEWithLogitsLoss', 'BCEWithLogitsLoss 之前用了 Sigmoid']
  ),
  printed(
    fitting('new Linear(2, 3)', 'NLLLoss', '[0, 1, 2]'),
    [
      /ends with Linear/,
      /expects logarithms of probabilities/,
      /Put a LogSoftmax at its end, or take CrossEntropyLoss/
    ],
    ['NLLLoss on raw outputs', '对原始输出使用 NLLLoss']
  ),
  printed(fitting('new Linear(2, 1)', 'CrossEntropyLoss', '[0, 0, 0]'), [
    /one output/,
    /needs one for each class/,
    /or take BCEWithLogitsLoss/
  ]),
  thrown(
    fitting('new Linear(2, 1)', 'CrossEntropyLoss', '[1, 0, 1]'),
    [
      /row of the output has 1 number/,
      /expects classes from 0 to 0/,
      /as many outputs as there are classes, or take BCEWithLogitsLoss/
    ],
    ['One output with CrossEntropyLoss', '只有一个输出却用 CrossEntropyLoss']
  ),
  thrown(
    `new BCELoss().forward([[3.2]], [[1]]);`,
    [/got 3\.2: output\[0,0\]/, /between 0 and 1/, /Put a Sigmoid at the end/],
    ['BCELoss without a Sigmoid', '使用 BCELoss 却没有 Sigmoid']
  ),
  thrown(`new BCELoss().forward([[0.5]], [[2]]);`, [
    /got 2: target\[0,0\]/,
    /between 0 and 1/,
    /Write 0 and 1 for two classes/
  ]),
  // Training.
  thrown(
    `const loader = new DataLoader({ input: X, target: Y }, { batchSize: 8, dropLast: true });\nawait fit(model, { train: loader, loss, optimizer, epochs: 2 });`,
    [/batchSize is 8, there are 3 samples/, /no batch/, /Choose a smaller batchSize/],
    ['A loader without a batch', '数据加载器没有任何批次']
  ),
  thrown(
    `evaluate(model, new DataLoader({ input: X, target: Y }, { batchSize: 8, dropLast: true }), { loss });`,
    [/batchSize is 8/, /no batch/, /smaller batchSize/]
  ),
  thrown(`await fit(model, { train: { input: [], target: [] }, loss, optimizer, epochs: 2 });`, [
    /fit: train/,
    /there are no samples/,
    /Give at least one/
  ]),
  thrown(`new DataLoader({ x: X, y: Y }, { batchSize: 2 });`, [
    /no input/,
    /expected a DataLoader or a dataset/,
    /Write \{ input: …, target: … \}/
  ]),
  thrown(`new DataLoader({ input: X, target: [[1], [0]] });`, [
    /input is 3 × 2, target 2 × 1/,
    /a target for every sample/,
    /Give each row of input one target/
  ]),
  thrown(
    `show(fit(model, { train: { input: X, target: Y }, loss, optimizer, epochs: 2, lines: 0 }));`,
    [/got a Promise/, /show/, /write await before fit/],
    ['show(fit(…)) without await', 'show(fit(…)) 缺少 await']
  ),
  ...[
    'trainStep(model, loss, other, X, Y);',
    'await fit(model, { train: { input: X, target: Y }, loss, optimizer: other, epochs: 2 });',
    'record(model, { input: X, target: Y, loss, optimizer: other });'
  ].map((call, i) =>
    thrown(
      `const other = new SGD(classifier.parameters(), ${lr});\n${call}`,
      [/the optimizer/, /none of this model's parameters/, /pass it model\.parameters\(\)/],
      i === 0 ? ['Another model’s optimiser', '用了另一个模型的优化器'] : undefined
    )
  ),
  thrown(
    `new SGD(new Sequential(new ReLU()).parameters(), { lr: 0.1 });`,
    [/got no parameters/, /change nothing/, /model\.parameters\(\) of a model with weights/],
    ['An optimiser without parameters', '优化器没有参数']
  ),
  thrown(
    `const other = new SGD(model.parameters(), ${lr});\nawait fit(model, { train: { input: X, target: Y }, loss, optimizer, schedule: new StepLR(other, { stepSize: 5 }), epochs: 2 });`,
    [/schedule belongs to another optimizer/, /change nothing/, /make it with this run's optimizer/]
  ),
  thrown(
    `const adam = new Adam(model.parameters(), { lr: 0.1 });\noptimizer.loadStateDict(adam.stateDict());`,
    [/SGD/, /state is of another optimizer/, /Make the optimizer that was saved/],
    ['The state of another optimiser', '载入了另一种优化器的状态']
  ),
  thrown(
    `const slowly = { train: { input: X, target: Y }, loss, optimizer, epochs: 2, lines: 1, onEpoch: () => new Promise(go => setTimeout(go, 20)) };\nconst first = fit(model, slowly);
try {
  await fit(model, slowly);
} finally {
  await first;
}`,
    [/fit is training this model/, /second training would disturb it/, /await the fit, or stop it/]
  ),
  thrown(`loss.backward();`, [/MSELoss/, /nothing to go back over/, /call forward before backward/]),
  thrown(`model.backward([[1]]);`, [
    /Sigmoid '1'/,
    /nothing to go back over/,
    /call forward before backward/
  ]),
  // Shapes.
  ...[
    'loss.forward(model.forward(X), [1, 0, 1]);',
    'record(model, { input: X, target: [1, 0, 1], loss });',
    'trainStep(model, loss, optimizer, X, [1, 0, 1]);',
    'new BCEWithLogitsLoss().forward(model.forward(X), [1, 0, 1]);'
  ].map((code, i) =>
    thrown(
      code,
      [/got 3\./, /the output's shape, 3 × 1/, /\[\[1\], \[0\], \[1\]\]/],
      i === 1 ? ['A target without a row for each sample', '目标没有每个样本一行'] : undefined
    )
  ),
  ...['one.forward([1, 2, 3]);', 'record(one, { input: [1, 2, 3], target: [1, 2, 3], loss });'].map(
    (call, i) =>
      thrown(
        `const one = new Sequential(new Linear(1, 1));\n${call}`,
        [/got 3: input is 3\./, /expects 1 features/, /\[\[1\], \[2\], \[3\]\]/],
        i === 0 ? ['A list of numbers for one feature', '只有一个特征，却写成一串数'] : undefined
      )
  ),
  thrown(
    `model.forward([[1, 2, 3]]);`,
    [/got 3: input is 1 × 3/, /expects 2 features/, /make the layer for 3/],
    ['More features than the layer takes', '特征数与层不符']
  ),
  thrown(`model.forward([[1, 2], [3]]);`, [/input\[1\] has 1 entries/, /expected 2/, /as many as the first/]),
  thrown(`model.forward([['1', '2']]);`, [
    /input\[0\]\[0\] is the text "1"/,
    /expected a number/,
    /Write 1, without quotes/
  ]),
  thrown(`model.forward(3);`, [/input is 3/, /tensor or nested arrays/, /Write \[\[3\]\]/]),
  thrown(
    `model.forward([[NaN, 1]]);`,
    [/input\[0\]\[0\] is NaN/, /expected a number/, /Leave out samples with missing values/],
    ['NaN in the data', '数据中有 NaN']
  ),
  thrown(`model.forward([[1 / 0, 1]]);`, [/input\[0,0\] is Infinity/, /finite number/, /Leave out samples/]),
  thrown(
    `model.forward([]);`,
    [/input is empty/, /its shape is 0/, /at least one sample, such as \[\[0\.5, 1\]\]/],
    ['No sample at all', '没有任何样本']
  ),
  thrown(`model.forward([[]]);`, [/input is empty/, /1 × 0/, /at least one sample/]),
  thrown(
    `${words}record(words, { input: [1, 2, 3], target: [1, 0, 1], loss });`,
    [/got 1 × 3/, /1 × 3 × 1/, /Write a row for each index: \[\[1\], \[0\], \[1\]\]/],
    ['A list of indices for an Embedding', '给 Embedding 的一串索引']
  ),
  thrown(`${words}words.forward([[1, 10]]);`, [/got 10/, /whole numbers from 0 to 9/, /input\[0,1\]/]),
  // Classes.
  thrown(
    `new CrossEntropyLoss().forward(classifier.forward(X), [1, 2, 3]);`,
    [/got 3: target\[2\]/, /classes from 0 to 2/, /They count from 0/],
    ['Classes counted from 1', '类别从 1 开始编号']
  ),
  thrown(`new CrossEntropyLoss().forward(classifier.forward(X), [0, 1, 7]);`, [
    /got 7: target\[2\]/,
    /classes from 0 to 2/,
    /too few outputs/
  ]),
  thrown(`new CrossEntropyLoss().forward(classifier.forward(X), [[0], [1], [2]]);`, [
    /target of 3 × 1/,
    /a class a sample/,
    /without brackets around each/
  ]),
  thrown(`new CrossEntropyLoss().forward(classifier.forward(X), ['a', 'b', 'c']);`, [
    /target\[0\] is the text "a"/,
    /expected a number/,
    /counted from 0/
  ]),
  thrown(`new NLLLoss().forward(classifier.forward(X), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);`, [
    /target of 3 × 3/,
    /a class a sample/,
    /give the number of the class/
  ]),
  thrown(`oneHot([1, 2, 3], 3);`, [/classes\[2\] is 3/, /from 0 to 2/, /They count from 0/]),
  // Models and metrics.
  thrown(
    `const layer = new Linear(2, 2);\nnew Sequential(layer, new ReLU(), layer);`,
    [/'2' is the same Linear as '0'/, /keeps only its last forward/, /make one for each place, new Linear/],
    ['One layer in two places', '同一个层放在两处']
  ),
  thrown(`accuracy([[NaN], [1]], [[0], [1]]);`, [
    /output\[0\]\[0\] is NaN/,
    /expected a number/,
    /Leave out/
  ]),
  thrown(
    `rocAuc(new Tensor([2, 1], Float64Array.of(NaN, 1)), Y.slice(0, 2));`,
    [
      /got NaN: output\[0,0\]/,
      /finite numbers/,
      /Has the training diverged\? Then try a smaller learning rate/
    ],
    ['A metric of a model that diverged', '对发散的模型计算指标']
  ),
  thrown(`accuracy(model.forward(X), [1, 0]);`, [
    /output is 3 × 1, target 2/,
    /a target for every output/,
    /Give each row of the output one target/
  ]),
  thrown(`model.get('fc1');`, [/'fc1'/, /no layer/, /only 0, 1/]),
  // States and files.
  thrown(
    `const state = Object.fromEntries(Object.entries(model.stateDict()).map(([name, tensor]) => ['module.' + name, tensor]));\nmodel.loadStateDict(state);`,
    [
      /unexpected 'module\.0\.weight'/,
      /missing '0\.weight' \(1 × 2\)/,
      /begins with 'module\.': take it off/
    ],
    ['Names of weights with a prefix', '权重名称带有前缀']
  ),
  thrown(`model.loadStateDict(classifier.stateDict());`, [
    /'0\.weight' is 3 × 2/,
    /expected 1 × 2/,
    /Make the model as it was when the state was saved/
  ]),
  thrown(`model.loadStateDict('model.safetensors');`, [
    /the text "model\.safetensors"/,
    /expects tensors by name/,
    /loadSafetensors\(path\)/
  ]),
  thrown(
    `fromSafetensors(new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\\noid sha256:4d7a\\n'));`,
    [/Git LFS pointer/, /no safetensors file/, /run git lfs pull/],
    ['A Git LFS pointer instead of the file', '拿到的是 Git LFS 指针，不是文件本身']
  ),
  thrown(
    `fromSafetensors(new TextEncoder().encode('<!DOCTYPE html><html></html>'));`,
    [/web page/, /no safetensors file/, /download the file itself/],
    ['A web page instead of the file', '下载到的是网页，不是文件']
  ),
  thrown(
    `fromSafetensors(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0));`,
    [/zip archive, such as the \.pt/, /no safetensors file/, /save_file\(model\.state_dict\(\), path\)/],
    ['A .pt file of torch.save', '读取 torch.save 的 .pt 文件']
  ),
  thrown(`fromSafetensors(Uint8Array.of(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46));`, [
    /Python pickle/,
    /no safetensors file/,
    /save_file/
  ]),
  thrown(`fromSafetensors(new Uint8Array(0));`, [
    /file is empty/,
    /no safetensors file/,
    /save or download it again/
  ]),
  // Tables.
  thrown(
    `fromCSV(',length,species\\n0,39.1,Adelie\\n1,46.1,Gentoo\\n');`,
    [/column 1 has no name/, /Is it a row number/, /\{ input: \['length'\], target: 'species' \}/],
    ['A CSV file with row numbers (pandas)', 'CSV 中有行号列（pandas）']
  ),
  thrown(
    `fromCSV('length;species\\n39.1;Adelie\\n46.1;Gentoo\\n');`,
    [/'length;species'/, /one column/, /Write \{ delimiter: ';' \}/],
    ['A CSV file with semicolons', 'CSV 用分号分隔']
  ),
  thrown(
    `fromCSV('39.1,18,Adelie\\n46.1,15,Gentoo\\n');`,
    [/'39\.1,18,Adelie'/, /numbers instead of names/, /Write x1,x2,y/],
    ['A CSV file without a header', 'CSV 没有表头']
  ),
  thrown(
    `const data = fromCSV('length,class\\n1,0\\n2,1\\n3,2\\n');\nnew CrossEntropyLoss().forward(classifier.forward(X), data.target);`,
    [/target of 3 × 1/, /a class a sample/, /classNames: \['0', '1', '2'\]/],
    ['A column of classes in a CSV file', 'CSV 中的类别列']
  ),
  thrown(
    `fromCSV('length,class\\n1,0\\n,1\\n');`,
    [/row 2 \(line 3\), column 'length' is empty/, /expected a number/, /\{ missing: 'drop' \}/],
    ['An empty cell in a CSV file', 'CSV 中有空单元格']
  ),
  thrown(`fromCSV('length;class\\n1,5;0\\n', { delimiter: ';' });`, [
    /the text "1,5"/,
    /expected a number/,
    /decimal comma: write a point, as in 1\.5/
  ]),
  thrown(`fromCSV('length,species\\n1,a\\n', { target: 'Species' });`, [
    /'Species'/,
    /no column/,
    /mean 'species'\?/
  ]),
  thrown(
    `fromCSV('penguins.csv');`,
    [/got its path/, /the text of a file/, /readFileSync\('penguins\.csv', 'utf8'\)/],
    ['The path instead of the text', '传入了路径，而不是文件内容']
  ),
  thrown(`fromCSV('');`, [/text is empty/, /expected a line of names/, /a line for each sample/]),
  thrown(`fromCSV('length,species\\n');`, [/no row of data/, /expected/, /a line for each sample/])
];
