// The data of the page lies in inert blocks, compressed, and is unpacked when it is needed.

/** The content of a block. */
async function unpack(id) {
  const binary = atob(document.getElementById(id).textContent);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).json();
}

/** A table by name, its columns as typed arrays. */
async function readTable(name) {
  const { columns: ids, ...rest } = await unpack(`${name}-table`);
  const read = async (id) => [id, prepare(await unpack(`${name}-column-${id}`))];
  const columns = new Map(await Promise.all(ids.map(read)));
  const [first] = columns.values();
  return { ...rest, columns, count: first.codes.length };
}

function prepare({ codes, ...column }) {
  return { ...column, codes: Uint32Array.from(codes), index: null };
}

const detailBlocks = new Map();

/** What a row opens to. */
async function readDetail(name, { detailsPerBlock }, row) {
  const id = `${name}-${Math.floor(row / detailsPerBlock)}`;
  if (!detailBlocks.has(id)) detailBlocks.set(id, unpack(id));
  const block = await detailBlocks.get(id);
  return block[row % detailsPerBlock];
}
