/** What a provider knows of a type: the part of terraform's schema that a configuration can break. */
export type TypeSpec = string | readonly [string, TypeSpec | Readonly<Record<string, TypeSpec>>];

export interface BlockSchema {
  readonly attributes: Readonly<Record<string, { readonly type: TypeSpec; readonly required?: true }>>;
  readonly blocks: Readonly<Record<string, NestedBlock>>;
  /** Given by the provider, never by the configuration. */
  readonly computed: Readonly<Record<string, TypeSpec>>;
}

export interface NestedBlock extends BlockSchema {
  readonly nesting: "single" | "list" | "set";
  readonly required?: true;
  readonly max?: number;
}

export interface ProviderSchema {
  readonly version: string;
  readonly provider: BlockSchema | null;
  readonly resources: Readonly<Record<string, BlockSchema>>;
  readonly data: Readonly<Record<string, BlockSchema>>;
}
