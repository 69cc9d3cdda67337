/** The log’s tables. Events lie in the order in which they are read, so that there is no index to keep; what is forgotten is overwritten. */
export const logSchema = `
  pragma secure_delete = on;
  create table if not exists event (
    topic text not null, position integer not null, key text not null, value text not null, appended_at_ms integer not null,
    primary key (topic, position)
  ) without rowid;
  create table if not exists handled (
    topic text not null, reader_group text not null, position integer not null,
    primary key (topic, reader_group)
  ) without rowid;
  create table if not exists set_aside (
    topic text not null, reader_group text not null, position integer not null,
    key text not null, value text not null, appended_at_ms integer not null, reason text not null,
    primary key (topic, reader_group, position)
  ) without rowid;
`;

export const insertEvent = 'insert into event (topic, position, key, value, appended_at_ms) values (?, ?, ?, ?, ?)';

export const insertSetAside = `insert or ignore into set_aside
  (topic, reader_group, position, key, value, appended_at_ms, reason) values (?, ?, ?, ?, ?, ?, ?)`;

export const upsertHandled = `insert into handled (topic, reader_group, position) values (?, ?, ?)
  on conflict (topic, reader_group) do update set position = excluded.position`;

/** The newest event of a topic stays: its position says where the next one goes on. */
export const sweepEvents = `delete from event where topic = ? and position in (
  select position from event where topic = ? and position <= ? and appended_at_ms <= ? order by position limit ?)`;

export const selectEvents = `select position, key, value, appended_at_ms from event
  where topic = ? and position > ? order by position limit ?`;

export const selectHandled = 'select topic, reader_group, position from handled';

export const selectSetAside = `select position, key, value, appended_at_ms, reason from set_aside
  where topic = ? and reader_group = ? order by position`;

/** Topic by topic from index entry to index entry: the events between are not looked at. */
export const selectLastPositions = `with recursive found (topic) as (
    select min(topic) from event
    union all
    select (select min(topic) from event where event.topic > found.topic) from found where found.topic is not null
  )
  select topic, (select max(position) from event where event.topic = found.topic) as position
  from found where topic is not null`;
