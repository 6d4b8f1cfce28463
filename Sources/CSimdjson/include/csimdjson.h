// One line of JSON as a flat list of nodes: simdjson's DOM parser behind plain C.
//
// simdjson.h takes 20 s to compile, so csimdjson.cpp is the only file that includes it. The nodes are our own form,
// because two readers write it: this one, and the strict reader in Swift that takes over where simdjson refuses a
// line (NaN, Infinity, 1e400).
#ifndef RMTOP_CSIMDJSON_H
#define RMTOP_CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

// No line of 4 MiB has as many; a longer one (`run`) that has is refused, so that 64 MiB of brackets do not become
// gigabytes of nodes.
enum { RMTOP_JSON_MOST_NODES = 1 << 22 };

typedef enum {
  RMTOP_JSON_NULL,
  RMTOP_JSON_FALSE,
  RMTOP_JSON_TRUE,
  RMTOP_JSON_INTEGER,   // bits: int64_t
  RMTOP_JSON_UNSIGNED,  // bits: uint64_t above INT64_MAX
  RMTOP_JSON_DOUBLE,    // bits: of the double; text: the literal where it is an integer of more than 64 bits
  RMTOP_JSON_STRING,    // text, length
  RMTOP_JSON_ARRAY,     // length: number of elements; they follow
  RMTOP_JSON_NUMBERS,   // an array, not empty, of nothing but numbers: bits: index of the first in `numbers`, length: how many
  RMTOP_JSON_OBJECT     // length: number of fields; each is a STRING node (the key) and then the value's nodes
} rmtop_json_kind;

typedef struct {
  rmtop_json_kind kind;
  uint32_t next;  // index of the node after this one and all that is inside it
  uint32_t length;
  uint32_t place;  // the strict reader's: where `text` stands in its buffer while it still grows
  uint64_t bits;
  const char *text;  // UTF-8, not terminated, may hold NUL
} rmtop_json_node;

typedef struct {
  const rmtop_json_node *nodes;  // the first is the whole value
  size_t node_count;
  const double *numbers;
  size_t number_count;
} rmtop_json_tree;

typedef struct rmtop_json_parser rmtop_json_parser;

// NULL when there is no memory.
rmtop_json_parser *rmtop_json_create(void);
void rmtop_json_destroy(rmtop_json_parser *parser);

// Reads one JSON value that fills `line` (no padding needed: the line is copied). On true `tree` is filled in and
// good until the next call; on false the line is not JSON as simdjson knows it, or there was no memory.
bool rmtop_json_parse(rmtop_json_parser *parser, const uint8_t *line, size_t length, rmtop_json_tree *tree);

// The node of the value of an object's first field of that name; 0: there is none.
static inline uint32_t rmtop_json_field(
    const rmtop_json_node *nodes, uint32_t object, const uint8_t *name, size_t length) {
  for (uint32_t at = object + 1; at < nodes[object].next; at = nodes[at + 1].next)
    if (nodes[at].length == length && nodes[at].text && memcmp(nodes[at].text, name, length) == 0) return at + 1;
  return 0;
}

#ifdef __cplusplus
}
#endif
#endif
