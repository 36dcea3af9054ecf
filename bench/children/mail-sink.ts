// An SMTP server that takes every mail and keeps none, as fast as it can. Started by the step deliver; sends its port.
import { createServer, type AddressInfo, type Socket } from 'node:net'

const END = '\r\n.\r\n'

function serve(socket: Socket): void {
  let inData = false
  let rest = ''
  const answer = (line: string): void => {
    const word = line.toUpperCase()
    if (word.startsWith('EHLO')) socket.write('250-sink\r\n250 8BITMIME\r\n')
    else if (word === 'QUIT') socket.end('221 bye\r\n')
    else socket.write(word === 'DATA' ? '354 go on\r\n' : '250 ok\r\n')
    inData = word === 'DATA'
  }
  socket.setNoDelay(true)
  socket.on('error', () => undefined)
  socket.write('220 sink\r\n')
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    rest += chunk
    if (inData) {
      inData = !rest.endsWith(END)
      rest = inData ? rest.slice(-END.length) : ''
      if (!inData) socket.write('250 taken\r\n')
      return
    }
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 2)
      answer(line)
    }
  })
}

const server = createServer(serve)
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit(0))
