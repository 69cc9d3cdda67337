/** The seed's `user` table: its columns, and its index on the e-mail, unique because two people can't share one. */
import type { Migration } from '@veche/ports/sql/sql.ts';

export interface UserRow {
  id: string;
  name: string;
  /** Normalised. */
  email: string;
  /** Argon2id in PHC form. */
  password: string;
  created_at: string;
  updated_at: string;
}

export interface IdentityTables {
  user: UserRow;
}

export const identityMigrations: readonly Migration[] = [
  {
    name: 'identity/0001-user',
    async up(db, types) {
      await db.schema
        .createTable('user')
        .addColumn('id', types.uuid, (column) => column.primaryKey())
        .addColumn('name', 'varchar(50)', (column) => column.notNull())
        .addColumn('email', 'varchar(254)', (column) => column.notNull())
        .addColumn('password', 'varchar(200)', (column) => column.notNull())
        .addColumn('created_at', types.instant, (column) => column.notNull())
        .addColumn('updated_at', types.instant, (column) => column.notNull())
        .execute();
      await db.schema.createIndex('user_email').on('user').column('email').unique().execute();
    },
  },
];
