// .caffemodel: the weights of Caffe, a NetParameter of protocol buffers (caffe.proto).
//
// Not verified against a published file, for want of one: what is written here follows caffe.proto.
// That fc layers of old files are (1, 1, out, in), and biases (1, 1, 1, out), is from
// Blob::FromProto and the layers' code as documented, and tested on files of our own making only.
#pragma once

#include "weights/weight_file.h"

namespace pixelwise {

/// False in a build without protozero (no_caffemodel.cpp), which reads no .caffemodel.
bool has_protozero();

/// Reads the blobs of all layers, of today's files (`layer`) and of old ones (`layers`). The first
/// blob of a layer is NAME.weight, the second NAME.bias, any further ones NAME.2, ...: weights
/// [out, in / groups, KH, KW], or [in, out, KH, KW] of a deconvolution.
WeightFile read_caffemodel(const FileBytes& file);

/// Whether bytes begin like a NetParameter with a layer in it. (The format has no magic number.)
bool is_caffemodel(std::string_view bytes);

}  // namespace pixelwise
