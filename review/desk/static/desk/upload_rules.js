// Which files of a chosen folder are sent: the rules of batches/upload_paths.py once more, so that
// a refused file is named before anything is sent. The server decides by itself.

const BAD_CHARACTERS = /[\p{Cc}\p{Cs}]/u;
const BATCH_ID = /^(?!.*-s\d{3}$)[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const encoder = new TextEncoder();
const length = (text) => encoder.encode(text).length;

export const isBatchId = (name) => BATCH_ID.test(name);

// The code of why a file of a folder is not sent; "" where it is. `path` is in NFC.
export function refusalOf(path, size, rules) {
  const parts = path.split("/");
  return unsafe(path, parts, rules) || outside(parts, size, rules) ||
    (size > rules.fileBytes ? "E-UPLOAD-TOO-LARGE" : "");
}

function unsafe(path, parts, rules) {
  const drive = path.length > 1 && path[1] === ":" && path.charCodeAt(0) < 128;
  if (drive || path.includes("\\") || parts.some((part) => ["", ".", ".."].includes(part))) {
    return "E-UPLOAD-PATH";
  }
  if (BAD_CHARACTERS.test(path)) return "E-UPLOAD-NAME";
  if (length(path) > rules.pathBytes || parts.some((part) => length(part) > rules.nameBytes)) {
    return "E-UPLOAD-NAME-LONG";
  }
  return parts.length - 1 > rules.depth ? "E-UPLOAD-DEPTH" : "";
}

function outside(parts, size, rules) {
  const name = parts.at(-1);
  const folders = parts.slice(0, -1);
  const system =
    (name.startsWith(rules.lockPrefix) && size <= rules.lockBytes) || name === rules.marker ||
    rules.systemNames.includes(name.toLowerCase()) ||
    folders.some((folder) => rules.systemFolders.includes(folder));
  if (system) return "E-UPLOAD-SYSTEM";
  const part = folders.length
    ? rules.folders.includes(folders[0])
    : name === rules.config || rules.tables.includes(name.toLowerCase());
  return part ? "" : "E-UPLOAD-STRAY";
}

// Files as they were chosen ({path, file}, path below the batch's folder), told apart.
export function sorted(files, rules) {
  const taken = [];
  const refused = [];
  const names = new Set();
  for (const { path, file } of files) {
    const name = path.normalize("NFC");
    const code = refusalOf(name, file.size, rules) || (names.has(name) ? "E-UPLOAD-TWICE" : "");
    if (code) refused.push({ path, code });
    else {
      names.add(name);
      taken.push({ path: name, file });
    }
  }
  return { taken, refused };
}

// The code of why files are no batch as a whole; "" where they are.
export function refusalOfBatch(taken, rules) {
  const bytes = taken.reduce((sum, { file }) => sum + file.size, 0);
  if (!taken.length) return "E-UPLOAD-EMPTY";
  if (taken.length > rules.files) return "E-UPLOAD-FILES";
  return bytes > rules.batchBytes ? "E-UPLOAD-BYTES" : "";
}

// The code of why a zip is not sent, told from its size and its first bytes.
export async function refusalOfZip(file, rules) {
  if (file.size > rules.zipBytes) return "E-UPLOAD-ZIP-LARGE";
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const [p, k, kind] = head;
  if (p !== 0x50 || k !== 0x4b || (kind !== 3 && kind !== 5)) return "E-UPLOAD-NOT-ZIP";
  return kind === 3 && head[6] & 1 ? "E-UPLOAD-ZIP-ENCRYPTED" : "";
}
