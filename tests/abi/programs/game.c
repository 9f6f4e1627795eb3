/* Inference in a game: one scope a frame, a recurrent state kept across frames, jobs on fibers that move
 * between threads. */
#include <stdio.h>
#include <tenon/tenon.h>

typedef struct fiber {
  tn_context_t tn;
  tn_context_t outer;
} fiber_t; /* the job system's own record */
static void on_fiber_enter(fiber_t* f) {
  f->outer = tn_context_swap(f->tn);
} /* on whichever thread it resumes */
static void on_fiber_leave(fiber_t* f) { f->tn = tn_context_swap(f->outer); }
static void job_wait(fiber_t* f) {
  on_fiber_leave(f); /* … other fibers run here … */
  on_fiber_enter(f);
}

typedef struct npc {
  tn_module_t policy;
  tn_tensor_t hidden;
  float action[4];
  int failures;
} npc_t;

static int think(fiber_t* f, npc_t* npc, const float* senses) {
  tn_scope_t frame = tn_scope_begin();
  tn_error_clear();
  tn_set_grad_enabled(0); /* the scope's end puts it back */
  tn_tensor_t x = tn_tensor_new(senses, TN_FLOAT32, TN_SHAPE(1, 32));
  job_wait(f); /* may go on in another thread: the context came along */
  tn_tensors_t out = tn_module_call(npc->policy, TN_TENSORS(x, npc->hidden));
  tn_tensor_t next = tn_tensors_get(out, 1);
  tn_tensor_read(tn_tanh(tn_tensors_get(out, 0)), npc->action, TN_FLOAT32, sizeof npc->action);
  int ok = tn_error_code() == TN_OK;
  if (ok) {
    tn_tensor_release(npc->hidden);
    npc->hidden = tn_tensor_retain(next);
  } else if (npc->failures++ == 0) fprintf(stderr, "npc: %s\n", tn_error_message());
  tn_scope_end(frame);
  return ok;
}

int main(void) {
  fiber_t fiber = {tn_context_new(), NULL};
  npc_t npc = {tn_module_load("policy.safetensors"), tn_zeros(TN_SHAPE(1, 64), TN_FLOAT32, TN_CPU), {0}, 0};
  float senses[32] = {0};
  tn_module_train(npc.policy, 0);
  if (!npc.policy) fprintf(stderr, "no brain today: %s\n", tn_error_message()); /* the game goes on */
  on_fiber_enter(&fiber);
  for (int frame = 0; frame < 3; ++frame) think(&fiber, &npc, senses);
  on_fiber_leave(&fiber);
  tn_tensor_release(npc.hidden);
  tn_module_release(npc.policy);
  tn_context_release(fiber.tn);
  return 0;
}
