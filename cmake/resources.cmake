# pixelwise_resources(TARGET FOLDER)
#
# Builds every file of FOLDER/resources into a target, as text: FOLDER/resources/page.css becomes
#
#   const std::string_view pixelwise::resources::page_css
#
# which FOLDER/resources.h declares.
function(pixelwise_resources target folder)
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed_text.cmake)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/resources/*)
  foreach(file ${files})
    get_filename_component(name ${file} NAME)
    string(MAKE_C_IDENTIFIER ${name} name)
    set(source ${PROJECT_BINARY_DIR}/resources/${folder}/${name}.cpp)
    add_custom_command(OUTPUT ${source}
      COMMAND ${CMAKE_COMMAND} -D INPUT=${file} -D OUTPUT=${source} -D NAME=${name}
        -D HEADER=${folder}/resources.h -P ${script}
      DEPENDS ${file} ${script} VERBATIM)
    # Made by the build: clang-tidy in .ci/run, which does not build, leaves these out.
    set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    target_sources(${target} PRIVATE ${source})
  endforeach()
endfunction()
