import { AppError } from '@yijian/kernel'
import type { Parameter } from './definition.ts'
import type { Catalogue, LoadedComponent, LoadedModel } from './load-models.ts'

/** Components a model needs, those they use first. */
export function componentsOf(model: LoadedModel, components: Catalogue['components']): readonly LoadedComponent[] {
  const ordered = new Map<string, LoadedComponent>()
  const visit = (id: string, path: readonly string[]): void => {
    if (ordered.has(id)) return
    if (path.includes(id))
      throw new AppError('invalid', 'component.cycle', `组件之间循环引用：${[...path, id].join(' → ')}`)
    const component = components.get(id)
    if (!component)
      throw new AppError('missing', 'component.unknown', `${model.folder}/model.yaml：uses 中的组件 ${id} 不存在`)
    for (const used of component.definition.uses) visit(used, [...path, id])
    ordered.set(id, component)
  }
  for (const id of model.definition.uses) visit(id, [])
  return [...ordered.values()]
}

/** The model's parameters and those of the components it uses; one name is one value, the model's own definition wins. */
export function effectiveParameters(model: LoadedModel, components: readonly LoadedComponent[]): readonly Parameter[] {
  const all = new Map<string, Parameter>()
  for (const parameter of [...components.flatMap((c) => c.definition.parameters), ...model.definition.parameters])
    all.set(parameter.id, parameter)
  return [...all.values()]
}
