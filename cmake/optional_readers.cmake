# Image formats whose library may be missing. Each has two files in datasets/ with the same
# functions: the reader, and no_NAME.cpp that stands in for it.

# pixelwise_reader(FOUND reader.cpp stand_in.cpp): keeps one of the two in the library of data sets.
function(pixelwise_reader found reader stand_in)
  get_target_property(sources pixelwise_datasets SOURCES)
  set(unused ${reader})
  if(found)
    set(unused ${stand_in})
  endif()
  list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/datasets/${unused})
  set_property(TARGET pixelwise_datasets PROPERTY SOURCES ${sources})
endfunction()

pixelwise_reader("${JPEG_FOUND}" jpeg_file.cpp no_jpeg.cpp)
if(JPEG_FOUND)
  target_link_libraries(pixelwise_datasets PRIVATE JPEG::JPEG)
endif()

pixelwise_reader("${WEBP_FOUND}" webp_file.cpp no_webp.cpp)
if(WEBP_FOUND)
  target_include_directories(pixelwise_datasets SYSTEM PRIVATE ${WEBP_INCLUDE_DIR})
  target_link_libraries(pixelwise_datasets PRIVATE ${WEBP_LIBRARY})
endif()

pixelwise_reader("${EXIF_FOUND}" exif.cpp no_exif.cpp)
if(EXIF_FOUND)
  target_include_directories(pixelwise_datasets SYSTEM PRIVATE ${EXIF_INCLUDE_DIR})
  target_link_libraries(pixelwise_datasets PRIVATE ${EXIF_LIBRARY})
endif()
