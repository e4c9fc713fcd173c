/** True for the file that holds the candidate's code, wherever its box has put it. */
export function isCandidate(file: string): boolean {
  return file.split("/").at(-1) === "candidate.py";
}
