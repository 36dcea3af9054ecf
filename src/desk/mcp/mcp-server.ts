// The desk for agents, by the Model Context Protocol: over HTTP and over standard input. Loaded only when one of the two is asked for.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import type { ApiCall } from '../api/api-route.ts'
import { describeProblem } from '../api/problem.ts'
import type { DeskDeps } from '../pages/frame.ts'
import { type McpTool, mcpTools, UNTRUSTED_NOTICE } from './mcp-tools.ts'

/** Who calls; asked anew at each call, so that a token that is revoked ends at once. Throws TOKEN_INVALID. */
export type OpenAgent = () => Promise<ApiCall['by']>

/** A note, a foreword, a few links. */
const BODY_BYTES = 512 * 1024

const asText = (said: object): CallToolResult => ({ content: [{ type: 'text', text: JSON.stringify(said) }] })

/** A failure for an agent: in both versions of a conflict the words may be those of strangers. */
function tellFailure(error: WeeklyError): CallToolResult {
  const { mine, theirs, ...problem } = describeProblem(error)
  const wrapped = theirs === undefined ? problem : { notice: UNTRUSTED_NOTICE, ...problem, mine, untrusted: { theirs } }
  return { ...asText(wrapped), isError: true }
}

async function runTool(deps: DeskDeps, openAgent: OpenAgent, tool: McpTool, input: unknown): Promise<CallToolResult> {
  try {
    const by = await openAgent()
    if (!by.scopes.includes(tool.scope))
      throw new WeeklyError('TOKEN_SCOPE_MISSING', `the token may not do this any more: "${tool.scope}"`, {
        hint: 'Its editor may no longer do it either.',
      })
    return asText(await tool.run({ deps, by }, input))
  } catch (error) {
    if (isWeeklyError(error)) return tellFailure(error)
    throw error
  }
}

/** Makes a server with the tools that the caller may use; others are not told of. */
async function createAgentServer(deps: DeskDeps, openAgent: OpenAgent): Promise<McpServer> {
  const { scopes } = await openAgent()
  const server = new McpServer(
    { name: 'weekly', version: '1' },
    { instructions: `The desk of the weekly reading list "${deps.title}". ${UNTRUSTED_NOTICE}` },
  )
  for (const tool of mcpTools.filter(({ scope }) => scopes.includes(scope))) {
    const { name, description, input, isReadOnly } = tool
    const annotations = { readOnlyHint: isReadOnly, destructiveHint: tool.scope === 'release', openWorldHint: false }
    server.registerTool(name, { description, inputSchema: input, annotations }, given =>
      runTool(deps, openAgent, tool, given),
    )
  }
  return server
}

/** Answers one request of the protocol over HTTP. There are no sessions: each request stands for itself. */
export async function answerAgent(deps: DeskDeps, openAgent: OpenAgent, request: Request): Promise<Response> {
  if (request.method !== 'POST')
    return new Response('Method not allowed\n', { status: 405, headers: { Allow: 'POST' } })
  const server = await createAgentServer(deps, openAgent)
  const transport = new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: true,
    maxRequestBodySize: BODY_BYTES,
  })
  await server.connect(transport)
  try {
    return await transport.handleRequest(request)
  } finally {
    await server.close()
  }
}

/** Serves an agent over standard input and output until the input ends. */
export async function serveAgent(deps: DeskDeps, openAgent: OpenAgent, input: NodeJS.ReadableStream): Promise<void> {
  const server = await createAgentServer(deps, openAgent)
  const ended = new Promise<void>(resolve => {
    input.once('end', resolve)
    input.once('close', resolve)
    server.server.onclose = resolve
  })
  await server.connect(new StdioServerTransport())
  await ended
  await server.close()
}
