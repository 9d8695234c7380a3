// Emscripten reads this when it links the engine: the parts of embind's script that the bindings use, in a third of the
// bytes. It is written against Emscripten 3.1.69; with another version embind's own script is linked. A class has neither a base nor derived classes, a name is bound once, and an object is owned by whoever it was
// returned to, until delete().
//
// A type is what embind keeps of each C++ type: toWireType(destructors, value) gives what the WebAssembly is called with,
// fromWireType(wire) makes a value of what it returns.

// The declarations (engine.d.ts) are written by a program that is linked without MODULARIZE, with an embind of its own.
if (MODULARIZE) {
  addToLibrary({
    $embind__requireFunction__deps: ['$getWasmTableEntry'],
    $embind__requireFunction: (_signature, index) => getWasmTableEntry(index),

    $emval_get_global: () => globalThis,

    $requireRegisteredType__deps: ['$registeredTypes', '$throwBindingError'],
    $requireRegisteredType: (rawType, what) =>
      registeredTypes[rawType] ?? throwBindingError(`${what} has a type that is not bound.`),

    // types: [0] of the result, [1] of `this`, null for a free function, then of the parameters.
    $craftInvokerFunction__deps: ['$runDestructors', '$throwBindingError'],
    $craftInvokerFunction: (types, invoke, target) =>
      function (...args) {
        if (args.length !== types.length - 2) throwBindingError(`Not ${types.length - 2} arguments.`);
        const destructors = [];
        const wires = [target];
        if (types[1]) wires.push(types[1].toWireType(destructors, this));
        for (let i = 2; i < types.length; i++) wires.push(types[i].toWireType(destructors, args[i - 2]));
        const result = invoke(...wires);
        runDestructors(destructors);
        return types[0].fromWireType(result);
      },

    // Calls with the class, if the function is of one, and the types of its result and arguments, once all are known.
    $whenBound__deps: ['$heap32VectorToArray', '$whenDependentTypesAreResolved'],
    $whenBound: (rawClass, count, rawTypes, bind) => {
      const all = [...rawClass, ...heap32VectorToArray(count, rawTypes)];
      whenDependentTypesAreResolved([], all, (types) => {
        bind(types);
        return [];
      });
    },

    _embind_register_function__deps: ['$craftInvokerFunction', '$getWasmTableEntry', '$readLatin1String', '$whenBound'],
    _embind_register_function: (rawName, count, rawTypes, _signature, invoker, target) => {
      const [name, invoke] = [readLatin1String(rawName), getWasmTableEntry(invoker)];
      whenBound([], count, rawTypes, ([result, ...args]) => {
        Module[name] = craftInvokerFunction([result, null, ...args], invoke, target);
      });
    },

    _embind_register_class__deps: ['$getWasmTableEntry', '$readLatin1String', '$registerType', '$throwBindingError'],
    _embind_register_class: (...[rawType, rawPointer, rawConstPointer, , , , , , , , rawName, , destructor]) => {
      const [name, destroy] = [readLatin1String(rawName), getWasmTableEntry(destructor)];
      class Handle {
        delete() {
          // Whoever lets go of an object because the module has aborted is to hear why, and not of another trap.
          if (!ABORT) destroy(type.toWireType(null, this));
          this.pointer = 0;
        }
        isDeleted() {
          return !this.pointer;
        }
      }
      const type = {
        name,
        Handle,
        toWireType: (_destructors, handle) =>
          (handle instanceof Handle && handle.pointer) ||
          throwBindingError(`No ${name}, or one that has been deleted.`),
        fromWireType: (pointer) => (pointer ? Object.assign(new Handle(), { pointer }) : null),
      };
      Module[name] = Handle;
      for (const raw of [rawType, rawPointer, rawConstPointer]) registerType(raw, type);
    },

    _embind_register_class_function__deps: [
      '$craftInvokerFunction',
      '$getWasmTableEntry',
      '$readLatin1String',
      '$whenBound',
    ],
    _embind_register_class_function: (rawClass, rawName, count, rawTypes, _signature, invoker, target) => {
      const [name, invoke] = [readLatin1String(rawName), getWasmTableEntry(invoker)];
      whenBound([rawClass], count, rawTypes, ([{ Handle }, ...types]) => {
        Handle.prototype[name] = craftInvokerFunction(types, invoke, target);
      });
    },

    _embind_register_class_class_function__deps: [
      '$craftInvokerFunction',
      '$getWasmTableEntry',
      '$readLatin1String',
      '$whenBound',
    ],
    _embind_register_class_class_function: (rawClass, rawName, count, rawTypes, _signature, invoker, target) => {
      const [name, invoke] = [readLatin1String(rawName), getWasmTableEntry(invoker)];
      whenBound([rawClass], count, rawTypes, ([{ Handle }, result, ...args]) => {
        Handle[name] = craftInvokerFunction([result, null, ...args], invoke, target);
      });
    },

    // On the wire: the address of the number of bytes, which follow, in UTF-8.
    _embind_register_std_string__deps: [
      '$readLatin1String',
      '$readPointer',
      '$registerType',
      '$UTF8Decoder',
      'malloc',
      'free',
    ],
    _embind_register_std_string: (rawType, rawName) =>
      registerType(rawType, {
        name: readLatin1String(rawName),
        fromWireType: (wire) => {
          const begin = wire + 4;
          const text = UTF8Decoder.decode(HEAPU8.subarray(begin, begin + HEAPU32[wire >> 2]));
          _free(wire);
          return text;
        },
        toWireType: (destructors, text) => {
          const bytes = new TextEncoder().encode(text);
          const wire = _malloc(4 + bytes.length);
          HEAPU32[wire >> 2] = bytes.length;
          HEAPU8.set(bytes, wire + 4);
          destructors?.push(_free, wire);
          return wire;
        },
        argPackAdvance: 8,
        readValueFromPointer: readPointer,
      }),
  });
}

addToLibrary({
  // std::wstring, std::u16string and std::u32string.
  _embind_register_std_wstring__deps: [],
  _embind_register_std_wstring: () => {},
});
