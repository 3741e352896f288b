// All operations.
#pragma once

#include "autograd/ops/activations.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/binary_cross_entropy.h"
#include "autograd/ops/concat.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/conv_transpose2d.h"
#include "autograd/ops/crop.h"
#include "autograd/ops/cross_entropy.h"
#include "autograd/ops/dropout.h"
#include "autograd/ops/matmul.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/reduce.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/soft_dice.h"
#include "autograd/ops/softmax.h"
#include "autograd/ops/upsample.h"
