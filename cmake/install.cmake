# cmake --install, and find_package(pixelwise) from another project:
#
#   find_package(pixelwise REQUIRED)
#   target_link_libraries(mine PRIVATE pixelwise::training)
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(libraries base autograd layers optim models gradcheck weights datasets metrics report training)
foreach(library ${libraries})
  set_target_properties(pixelwise_${library} PROPERTIES EXPORT_NAME ${library})
  target_include_directories(pixelwise_${library} PUBLIC
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/pixelwise>)
  list(APPEND targets pixelwise_${library})
endforeach()

install(TARGETS ${targets} EXPORT pixelwise ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(folder base autograd layers optim models gradcheck weights datasets metrics report training)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pixelwise FILES_MATCHING PATTERN "*.h"
    PATTERN "kernels" EXCLUDE)
endforeach()
if(TARGET pixelwise)
  install(TARGETS pixelwise DESTINATION ${CMAKE_INSTALL_BINDIR})
  if(TARGET pixelwise-gradcheck)
    install(TARGETS pixelwise-gradcheck DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endif()

install(EXPORT pixelwise NAMESPACE pixelwise:: FILE pixelwiseTargets.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/pixelwise)
set(find_jpeg "")
if(JPEG_FOUND)
  set(find_jpeg "find_dependency(JPEG)\n")
endif()
file(WRITE ${PROJECT_BINARY_DIR}/pixelwiseConfig.cmake
  "include(CMakeFindDependencyMacro)\n"
  "find_dependency(Threads)\n"
  "find_dependency(PNG)\n"
  "find_dependency(TIFF)\n"
  "${find_jpeg}"
  "find_dependency(nlohmann_json)\n"
  "include(\${CMAKE_CURRENT_LIST_DIR}/pixelwiseTargets.cmake)\n")
write_basic_package_version_file(${PROJECT_BINARY_DIR}/pixelwiseConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/pixelwiseConfig.cmake
  ${PROJECT_BINARY_DIR}/pixelwiseConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/pixelwise)
