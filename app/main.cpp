// The program `pixelwise`.
#include "app/pixelwise_main.h"

int main(int argc, char** argv) { return pixelwise::pixelwise_main(argc, argv); }
