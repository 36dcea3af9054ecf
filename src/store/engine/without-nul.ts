// For PostgreSQL, whose text holds every character but U+0000, which pages and feeds of the world may hold.
import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PrimitiveValueListNode,
  type ValueNode,
} from 'kysely'

const withoutNul = (value: unknown): unknown =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value

class NulRemover extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode): ValueNode {
    return { ...node, value: withoutNul(node.value) }
  }

  protected override transformPrimitiveValueList(node: PrimitiveValueListNode): PrimitiveValueListNode {
    return { ...node, values: node.values.map(withoutNul) }
  }
}

/** Leaves U+0000 out of every text on its way to the database: else one page with such a byte would fail the stage that stores it. */
export function createNulPlugin(): KyselyPlugin {
  const remover = new NulRemover()
  return {
    transformQuery: ({ node, queryId }: PluginTransformQueryArgs) => remover.transformNode(node, queryId),
    transformResult: ({ result }) => Promise.resolve(result),
  }
}
