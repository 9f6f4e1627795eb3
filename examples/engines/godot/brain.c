/* A class for Godot 3, Brain: it learns from rewards which of two things to do (REINFORCE; Williams, 1992).
 *
 *     var brain = preload("res://brain.gdns").new()
 *     brain.begin(seed)
 *     var choice = brain.choose(a, b, c, d)     # 0 or 1
 *     brain.reward(1.0, ended)                  # of that choice; learns after every eighth end */
#include <stdlib.h>
#include <tenon/tenon.h>

#include "examples/engines/godot/gdnative.h"

enum { SENSES = 4, CHOICES = 2, EPISODES = 8, MOST = 4096 };
static const float discount = 0.99f;

typedef struct brain {
  tn_module_t net;
  tn_optimizer_t adam;
  int64_t count, ended; /* moments since it last learnt, and how many episodes they are */
  int64_t choice[MOST];
  float seen[MOST][SENSES], reward[MOST];
  char last[MOST]; /* an episode ends here */
} brain_t;

static const gd_core_t* core;
static const gd_nativescript_t* script;

/* ---- Godot's values */

static gd_variant_t nil(void) {
  gd_variant_t v;
  ((gd_variant_new_nil_t)core->function[GD_VARIANT_NEW_NIL])(&v);
  return v;
}

static gd_variant_t from_int(int64_t value) {
  gd_variant_t v;
  ((gd_variant_new_int_t)core->function[GD_VARIANT_NEW_INT])(&v, value);
  return v;
}

static gd_variant_t from_real(double value) {
  gd_variant_t v;
  ((gd_variant_new_real_t)core->function[GD_VARIANT_NEW_REAL])(&v, value);
  return v;
}

static double to_real(const gd_variant_t* v) {
  return ((gd_variant_as_real_t)core->function[GD_VARIANT_AS_REAL])(v);
}

static int64_t to_int(const gd_variant_t* v) {
  return ((gd_variant_as_int_t)core->function[GD_VARIANT_AS_INT])(v);
}
static bool to_bool(const gd_variant_t* v) {
  return ((gd_variant_as_bool_t)core->function[GD_VARIANT_AS_BOOL])(v);
}

/* An error of ours is an error of Godot's, in its log and its debugger. */
static gd_variant_t fail(const char* why, const char* method, int line) {
  ((gd_print_error_t)core->function[GD_PRINT_ERROR])(why, method, "brain.c", line);
  return nil();
}

/* ---- learning */

/* What each choice was worth: its reward and, discounted, those after it until the episode's end. */
static void look_back(const brain_t* brain, float* worth) {
  float after = 0;
  for (int64_t i = brain->count - 1; i >= 0; i--) {
    after = brain->reward[i] + (brain->last[i] ? 0 : discount * after);
    worth[i] = after;
  }
}

static tn_status_t learn(brain_t* brain) {
  static float worth[MOST];
  int64_t n = brain->count;
  look_back(brain, worth);
  tn_scope_t s = tn_scope_begin();
  tn_tensor_t seen = tn_tensor_new(brain->seen, TN_FLOAT32, TN_SHAPE(n, SENSES));
  tn_tensor_t choice = tn_tensor_new(brain->choice, TN_INT64, TN_SHAPE(n, 1));
  tn_tensor_t value = tn_tensor_new(worth, TN_FLOAT32, TN_SHAPE(n));
  value = tn_div(tn_sub(value, tn_mean(value)), tn_add_scalar(tn_std(value, 1), 1e-6));
  tn_tensor_t odds = tn_log_softmax(tn_module_forward(brain->net, seen), 1);
  tn_tensor_t chosen = tn_squeeze_dim(tn_gather(odds, 1, choice), 1);
  tn_tensor_t loss = tn_neg(tn_mean(tn_mul(chosen, value)));
  tn_status_t status = tn_optimizer_zero_grad(brain->adam);
  if (!status) status = tn_backward(loss);
  if (!status) status = tn_optimizer_step(brain->adam);
  tn_scope_end(s);
  brain->count = brain->ended = 0;
  return status;
}

/* ---- the class's methods */

static gd_variant_t begin(gd_object_t* object, void* data, void* self, int count, gd_variant_t** args) {
  (void)object, (void)data;
  brain_t* brain = self;
  if (count != 1) return fail("wants a seed", "begin", __LINE__);
  tn_error_clear();
  tn_module_release(brain->net);
  tn_optimizer_release(brain->adam);
  brain->count = brain->ended = 0;
  tn_scope_t s = tn_scope_begin();
  tn_manual_seed(to_int(args[0]));
  brain->net = tn_module_keep(
      tn_nn_sequential(TN_MODULES(tn_nn_linear(SENSES, 32, 1), tn_nn_relu(), tn_nn_linear(32, CHOICES, 1))));
  brain->adam =
      tn_optimizer_keep(tn_optimizer_new("Adam", tn_module_parameters(brain->net), "{\"lr\": 0.01}"));
  tn_scope_end(s);
  return tn_error_code() ? fail(tn_error_message(), "begin", __LINE__) : nil();
}

static gd_variant_t choose(gd_object_t* object, void* data, void* self, int count, gd_variant_t** args) {
  (void)object, (void)data;
  brain_t* brain = self;
  if (count != SENSES || brain->count == MOST)
    return fail("wants four senses, and rewards", "choose", __LINE__);
  float* seen = brain->seen[brain->count];
  for (int i = 0; i < SENSES; i++) seen[i] = (float)to_real(args[i]);
  tn_error_clear();
  tn_scope_t s = tn_scope_begin();
  tn_set_grad_enabled(0);
  tn_tensor_t x = tn_tensor_new(seen, TN_FLOAT32, TN_SHAPE(1, SENSES));
  double odds = tn_item(tn_select(tn_softmax(tn_module_forward(brain->net, x), 1), 1, 1));
  brain->choice[brain->count] = tn_item(tn_rand(NULL, 0, TN_FLOAT32, TN_CPU)) < odds;
  tn_scope_end(s);
  if (tn_error_code()) return fail(tn_error_message(), "choose", __LINE__);
  return from_int(brain->choice[brain->count]);
}

static gd_variant_t reward(gd_object_t* object, void* data, void* self, int count, gd_variant_t** args) {
  (void)object, (void)data;
  brain_t* brain = self;
  if (count != 2 || brain->count == MOST)
    return fail("wants a number and a truth, after a choice", "reward", __LINE__);
  int64_t n = brain->count++;
  brain->reward[n] = (float)to_real(args[0]);
  brain->last[n] = to_bool(args[1]);
  brain->ended += brain->last[n];
  tn_error_clear();
  if ((brain->ended == EPISODES || brain->count == MOST) && learn(brain))
    return fail(tn_error_message(), "reward", __LINE__);
  return nil();
}

/* All weights added up, which tells one network from another. */
static gd_variant_t sum(gd_object_t* object, void* data, void* self, int count, gd_variant_t** args) {
  (void)object, (void)data, (void)count, (void)args;
  brain_t* brain = self;
  tn_error_clear();
  tn_scope_t s = tn_scope_begin();
  tn_tensors_t all = tn_module_parameters(brain->net);
  double total = 0;
  for (int64_t i = 0; i < tn_tensors_count(all); i++)
    total += tn_item(tn_sum(tn_detach(tn_tensors_get(all, i))));
  tn_scope_end(s);
  return tn_error_code() ? fail(tn_error_message(), "sum", __LINE__) : from_real(total);
}

/* How many objects of Tenon's there are in the process. */
static gd_variant_t alive(gd_object_t* object, void* data, void* self, int count, gd_variant_t** args) {
  (void)object, (void)data, (void)self, (void)count, (void)args;
  return from_int(tn_live_count());
}

/* ---- the class */

static void* create(gd_object_t* object, void* data) {
  (void)object, (void)data;
  return calloc(1, sizeof(brain_t));
}

static void destroy(gd_object_t* object, void* data, void* self) {
  (void)object, (void)data;
  brain_t* brain = self;
  if (!brain) return;
  tn_module_release(brain->net);
  tn_optimizer_release(brain->adam);
  free(brain);
}

__attribute__((visibility("default"))) void godot_gdnative_init(gd_init_t* init);
__attribute__((visibility("default"))) void godot_gdnative_terminate(void* options);
__attribute__((visibility("default"))) void godot_nativescript_init(void* handle);

void godot_gdnative_init(gd_init_t* init) {
  core = init->core;
  for (unsigned i = 0; i < core->extension_count; i++)
    if (core->extensions[i]->type == GD_NATIVESCRIPT) script = (const gd_nativescript_t*)core->extensions[i];
}

void godot_gdnative_terminate(void* options) {
  (void)options;
  core = NULL;
  script = NULL;
}

void godot_nativescript_init(void* handle) {
  static const struct {
    const char* name;
    gd_variant_t (*call)(gd_object_t*, void*, void*, int, gd_variant_t**);
  } methods[] = {{"begin", begin}, {"choose", choose}, {"reward", reward}, {"sum", sum}, {"alive", alive}};
  gd_create_t make = {create, NULL, NULL};
  gd_destroy_t end = {destroy, NULL, NULL};
  gd_attributes_t plain = {0};
  script->register_class(handle, "Brain", "Reference", make, end);
  for (unsigned i = 0; i < sizeof methods / sizeof *methods; i++) {
    gd_method_t method = {methods[i].call, NULL, NULL};
    script->register_method(handle, "Brain", methods[i].name, plain, method);
  }
}
