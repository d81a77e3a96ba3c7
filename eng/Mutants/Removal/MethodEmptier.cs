using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Orchestrator.Mutants;

/// <summary>
/// Takes a method's body away in a compiled assembly: it does nothing and returns nothing: the default of its type, a completed task. Out parameters get their default.
/// With a value it returns that: true, false, null, a whole number, or a member of the enum that it returns.
/// </summary>
internal static class MethodEmptier
{
    /// <summary>Reads one assembly file, empties the method, writes another file. The assemblies that it names lie in a folder, or are the platform's.</summary>
    /// <exception cref="TableException">There is no such method, or it can't be emptied.</exception>
    public static void Empty(string assembly, string folder, MethodName name, string into)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(folder);
        // Beside this runtime lie the other shared frameworks, ASP.NET Core's among them.
        var runtime = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.ManifestModule.FullyQualifiedName)!);
        foreach (var framework in runtime.Parent!.Parent!.EnumerateDirectories().SelectMany(kind => kind.EnumerateDirectories()).Prepend(runtime))
            resolver.AddSearchDirectory(framework.FullName);
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { AssemblyResolver = resolver, InMemory = true });
        Empty(name.In(module), name.Value);
        module.Write(into);
    }

    private static void Empty(MethodDefinition method, string? value)
    {
        if (method.IsConstructor || method.ReturnType.IsByReference || method.ReturnType.IsPointer)
            throw new TableException($"{method.FullName} can't be emptied: a constructor, or it returns a reference.");
        var body = method.Body = new MethodBody(method) { InitLocals = true };
        var il = body.GetILProcessor();
        foreach (var parameter in method.Parameters.Where(parameter => parameter.IsOut))
        {
            il.Emit(OpCodes.Ldarg, parameter);
            il.Emit(OpCodes.Initobj, ((ByReferenceType)parameter.ParameterType).ElementType);
        }

        Return(method.ReturnType, value, il, body);
        il.Emit(OpCodes.Ret);
    }

    private static void Return(TypeReference type, string? value, ILProcessor il, MethodBody body)
    {
        var isTask = type.Namespace == "System.Threading.Tasks" && type.Name is "Task" or "Task`1";
        if (value is not null)
            il.Emit(OpCodes.Ldc_I4, Number(type, value));
        else if (type.MetadataType == MetadataType.Void)
            return;
        else if (isTask && type is GenericInstanceType { GenericArguments: [var result] } generic)
            CompletedOf(result, generic, il, body);
        else if (isTask)
            il.Emit(OpCodes.Call, Completed(type));
        else
            Default(type, il, body);
    }

    /// <summary>Also right for a ValueTask: its default is a completed one.</summary>
    private static void Default(TypeReference type, ILProcessor il, MethodBody body)
    {
        var nothing = new VariableDefinition(type);
        body.Variables.Add(nothing);
        il.Emit(OpCodes.Ldloca, nothing);
        il.Emit(OpCodes.Initobj, type);
        il.Emit(OpCodes.Ldloc, nothing);
    }

    private static MethodReference Completed(TypeReference task) => new("get_CompletedTask", task, task) { HasThis = false };

    private static void CompletedOf(TypeReference result, GenericInstanceType task, ILProcessor il, MethodBody body)
    {
        var module = body.Method.Module;
        var open = new MethodReference("FromResult", module.TypeSystem.Void, new TypeReference(task.Namespace, "Task", module, task.ElementType.Scope)) { HasThis = false };
        var argument = new GenericParameter("TResult", open);
        open.GenericParameters.Add(argument);
        open.Parameters.Add(new ParameterDefinition(argument));
        open.ReturnType = new GenericInstanceType(task.ElementType) { GenericArguments = { argument } };
        Default(result, il, body);
        il.Emit(OpCodes.Call, new GenericInstanceMethod(open) { GenericArguments = { result } });
    }

    private static int Number(TypeReference type, string value) => value switch
    {
        "true" => 1,
        "false" => 0,
        _ when int.TryParse(value, out var number) => number,
        _ when type.Resolve() is { IsEnum: true } members && members.Fields.FirstOrDefault(field => field.Name == value) is { } member => Convert.ToInt32(member.Constant, System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new TableException($"{type.FullName} has no value {value}."),
    };
}
