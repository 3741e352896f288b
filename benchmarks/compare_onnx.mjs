// Times a network in ONNX Runtime. Called by `compare`; prints one JSON object.
//
//   node compare_onnx.mjs NODE_MODULES FILE.onnx SIZE THREADS SECONDS
import { createRequire } from "node:module";
import path from "node:path";

function load(modules) {
  const require = createRequire(import.meta.url);
  const folder = path.resolve(modules, "onnxruntime-node");
  try {
    return [require(folder), require(path.join(folder, "package.json")).version];
  } catch (error) {
    console.error(`${folder} could not be loaded (${error.message}); benchmarks/README.md says ` +
      "how to install onnxruntime-node");
    process.exit(2);
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

const [modules, file, size, threads, seconds] = process.argv.slice(2);
const [ort, version] = load(modules);
const session = await ort.InferenceSession.create(file, {
  executionProviders: ["cpu"],
  intraOpNumThreads: Number(threads),
  interOpNumThreads: 1,
  graphOptimizationLevel: "all",
  executionMode: "sequential",
});
const side = Number(size);
const pixels = Float32Array.from({ length: 3 * side * side }, () => Math.random() - 0.5);
const feeds = { image: new ort.Tensor("float32", pixels, [1, 3, side, side]) };

for (let i = 0; i < 2; ++i) await session.run(feeds);
const times = [];
const begin = performance.now();
while (times.length < 1 || performance.now() - begin < 1000 * Number(seconds)) {
  const start = performance.now();
  await session.run(feeds);
  times.push(performance.now() - start);
}
console.log(JSON.stringify({ onnxruntime: version, median_ms: median(times), runs: times.length }));
