# cmake --install, and find_package(pixelwise) from another project:
#
#   find_package(pixelwise REQUIRED)
#   target_link_libraries(mine PRIVATE pixelwise::training)            # in float; or pixelwise::app
#   target_link_libraries(check PRIVATE pixelwise::gradcheck_double)   # another program, in double
#
# In double there is what an operation or a layer is checked with: autograd_double, layers_double,
# optim_double and gradcheck_double.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(folders base autograd layers optim models gradcheck weights datasets metrics report training
  doctor)
set(libraries ${folders})
if(TARGET pixelwise_app)
  list(APPEND libraries app)
endif()
if(NOT PIXELWISE_DOUBLE)
  list(APPEND libraries autograd_double layers_double optim_double gradcheck_double)
endif()
foreach(library ${libraries})
  set_target_properties(pixelwise_${library} PROPERTIES EXPORT_NAME ${library})
  target_include_directories(pixelwise_${library} PUBLIC
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/pixelwise>)
  list(APPEND targets pixelwise_${library})
endforeach()

install(TARGETS ${targets} EXPORT pixelwise ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(folder ${folders})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pixelwise FILES_MATCHING PATTERN "*.h"
    PATTERN "kernels" EXCLUDE PATTERN "grid" EXCLUDE)
endforeach()
# Of the command, only what a program needs that calls it: the rest asks for the option parser.
if(TARGET pixelwise_app)
  install(FILES ${PROJECT_SOURCE_DIR}/app/pixelwise_main.h
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pixelwise/app)
endif()
if(TARGET pixelwise)
  install(TARGETS pixelwise DESTINATION ${CMAKE_INSTALL_BINDIR})
  if(TARGET pixelwise-gradcheck)
    install(TARGETS pixelwise-gradcheck DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endif()

install(EXPORT pixelwise NAMESPACE pixelwise:: FILE pixelwiseTargets.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/pixelwise)
set(dependencies Threads nlohmann_json)
foreach(package PNG TIFF JPEG ZLIB)
  if(PIXELWISE_HAS_${package})
    list(APPEND dependencies ${package})
  endif()
endforeach()
list(TRANSFORM dependencies REPLACE "(.+)" "find_dependency(\\1)\n")
string(CONCAT dependencies ${dependencies})
file(WRITE ${PROJECT_BINARY_DIR}/pixelwiseConfig.cmake
  "include(CMakeFindDependencyMacro)\n"
  "${dependencies}"
  "include(\${CMAKE_CURRENT_LIST_DIR}/pixelwiseTargets.cmake)\n")
write_basic_package_version_file(${PROJECT_BINARY_DIR}/pixelwiseConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/pixelwiseConfig.cmake
  ${PROJECT_BINARY_DIR}/pixelwiseConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/pixelwise)
