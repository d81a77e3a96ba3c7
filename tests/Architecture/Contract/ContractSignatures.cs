using System.Reflection;
using System.Runtime.InteropServices;

namespace Orchestrator.Architecture.Contract;

/// <summary>Everything that a public type says to the outside: its bases, members, parameters and what they are made of.</summary>
internal static class ContractSignatures
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Pushed = ["System.IObservable`1", "System.IObserver`1"];

    /// <summary>What a contract between load contexts must not have, one sentence each.</summary>
    public static IEnumerable<string> Objections(Type type) =>
        type.GetEvents(Declared).Select(one => $"{type.Name}.{one.Name} is an event: the host would hold the plugin's handler")
            .Concat(Mentions(type).SelectMany(mention => Parts(mention.Type)
                .Select(part => Objection(part, type.Assembly))
                .OfType<string>()
                .Select(why => $"{type.Name}.{mention.Member}: {why}")));

    private static string? Objection(Type part, Assembly contract) => part switch
    {
        { IsGenericParameter: true } => null,
        _ when typeof(Delegate).IsAssignableFrom(part) => $"{part.Name} is a delegate: it would keep the other side's load context",
        _ when Pushed.Contains(part.FullName) => $"{part.Name} pushes: the contract is pull only",
        _ when part == typeof(object) => "object may be anything of the plugin's",
        _ when part.Assembly != contract && !IsFramework(part.Assembly) => $"{part.Name} comes from {part.Assembly.GetName().Name}, which is neither the contract nor the framework",
        _ => null,
    };

    // The folder of Microsoft.NETCore.App: ASP.NET and packages lie elsewhere.
    private static bool IsFramework(Assembly assembly) =>
        string.Equals(Path.GetDirectoryName(assembly.Location), RuntimeEnvironment.GetRuntimeDirectory().TrimEnd(Path.DirectorySeparatorChar), StringComparison.Ordinal);

    private static IEnumerable<(string Member, Type Type)> Mentions(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object))
            yield return ("base", parent);
        foreach (var contract in type.GetInterfaces())
            yield return ("interface", contract);
        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily))
            yield return (field.Name, field.FieldType);
        foreach (var method in type.GetMethods(Declared).Where(method => (method.IsPublic || method.IsFamily) && !OverridesObject(method)))
        {
            yield return (method.Name, method.ReturnType);
            foreach (var parameter in method.GetParameters())
                yield return (method.Name, parameter.ParameterType);
        }

        foreach (var parameter in type.GetConstructors(Declared).Where(one => one.IsPublic || one.IsFamily).SelectMany(one => one.GetParameters()))
            yield return ("constructor", parameter.ParameterType);
    }

    private static bool OverridesObject(MethodInfo method) => method.GetBaseDefinition().DeclaringType == typeof(object) || method.GetBaseDefinition().DeclaringType == typeof(ValueType);

    private static IEnumerable<Type> Parts(Type type) => type switch
    {
        { HasElementType: true } => Parts(type.GetElementType()!),
        { IsConstructedGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()),
        _ => [type],
    };
}
