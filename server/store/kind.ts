/** One file, or PostgreSQL when several hubs share it. */
export type StoreKind = 'sqlite' | 'postgres';
