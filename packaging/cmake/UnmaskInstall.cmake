# Where things go on a system, and the Debian package.
# Packing builds nothing: whoever packs has built the programs, not every test.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(UNMASK_DESKTOP_DIR ${CMAKE_SOURCE_DIR}/packaging/desktop)
set(UNMASK_ICON ${CMAKE_SOURCE_DIR}/resources/icons/unmask.svg)

# The programs look for their modules in ../lib/unmask and for the model in ../share/unmask beside their own folder.
install(TARGETS unmask RUNTIME DESTINATION bin)
install(TARGETS unmask_sentencepiece unmask_video LIBRARY DESTINATION lib/unmask)
install(DIRECTORY resources/models/emoji-256 DESTINATION share/unmask/models PATTERN "*-loss.*" EXCLUDE)
install(FILES packaging/desktop/copyright DESTINATION share/doc/unmask)

if(TARGET unmask-studio)
  install(TARGETS unmask-studio RUNTIME DESTINATION bin)
  install(TARGETS unmask_engine LIBRARY DESTINATION lib/unmask)
  install(FILES ${UNMASK_DESKTOP_DIR}/org.unmask.Studio.desktop DESTINATION share/applications)
  install(FILES ${UNMASK_DESKTOP_DIR}/org.unmask.Studio.metainfo.xml DESTINATION share/metainfo)
  install(FILES ${UNMASK_DESKTOP_DIR}/org.unmask.Studio.mime.xml DESTINATION share/mime/packages RENAME org.unmask.Studio.xml)
  install(FILES ${UNMASK_DESKTOP_DIR}/org.unmask.Studio.thumbnailer DESTINATION share/thumbnailers)
  install(FILES ${UNMASK_ICON} DESTINATION share/icons/hicolor/scalable/apps RENAME org.unmask.Studio.svg)
  find_program(UNMASK_RSVG_CONVERT rsvg-convert)
  if(UNMASK_RSVG_CONVERT)
    set(icons)
    foreach(side 16 22 24 32 48 64 128 256 512)
      set(icon ${CMAKE_BINARY_DIR}/icons/${side}.png)
      add_custom_command(
        OUTPUT ${icon}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/icons
        COMMAND ${UNMASK_RSVG_CONVERT} -w ${side} -h ${side} -o ${icon} ${UNMASK_ICON}
        DEPENDS ${UNMASK_ICON} VERBATIM)
      list(APPEND icons ${icon})
      install(FILES ${icon} DESTINATION share/icons/hicolor/${side}x${side}/apps RENAME org.unmask.Studio.png)
    endforeach()
    add_custom_target(unmask_icons ALL DEPENDS ${icons})
  else()
    message(WARNING "rsvg-convert (librsvg2-bin) is not installed: the icon is installed as SVG only.")
  endif()
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME unmask)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Unmask")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "studio for masked image models, with a built-in model")
set(CPACK_PACKAGE_DESCRIPTION
    "Makes and repaints pictures token by token, in a window (unmask-studio) or on the command line (unmask), on the processor alone.
 Every run can be stepped through, held, changed and branched. A small model is inside.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What no symbol tells: Torch's BLAS on Torch's threads, the window system's plugins.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libopenblas0-openmp, qt6-qpa-plugins")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-dejavu-core, qt6-translations-l10n")
include(CPack)
