// A name server on the loopback that knows some TXT records and answers NXDOMAIN for everything else (RFC 1035).
import { createSocket } from 'node:dgram'
import { onTestFinished } from 'vitest'

/** The question's name, and where the question ends. */
function readQuestion(message: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 }
}

function answerTo(question: Buffer, records: Readonly<Record<string, string>>): Buffer {
  const { name, end } = readQuestion(question)
  const text = records[name]
  const header = Buffer.from(question.subarray(0, 12))
  header.writeUInt16BE(text === undefined ? 0x8183 : 0x8180, 2)
  header.writeUInt16BE(text === undefined ? 0 : 1, 6)
  header.writeUInt32BE(0, 8)
  if (text === undefined) return Buffer.concat([header, question.subarray(12, end)])
  const pieces = (text.match(/.{1,255}/g) ?? []).map(piece => Buffer.from([piece.length, ...Buffer.from(piece)]))
  const value = Buffer.concat(pieces)
  const record = Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 60, value.length >> 8, value.length & 255])
  return Buffer.concat([header, question.subarray(12, end), record, value])
}

/** Answers `address:port`; the server ends with the test. `isSilent`: it takes questions and never answers. */
export async function startDns(records: Readonly<Record<string, string>>, isSilent = false): Promise<string> {
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    if (!isSilent) socket.send(answerTo(question, records), from.port, from.address)
  })
  await new Promise<void>(done => socket.bind(0, '127.0.0.1', done))
  onTestFinished(() => new Promise<void>(done => socket.close(done)))
  return `127.0.0.1:${socket.address().port}`
}
