using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Orchestrator.Architecture.Contract;

/// <summary>The contract's documentation file, looked up by the members of its assembly (C# specification, annex D.4.2).</summary>
internal sealed class ContractDocumentation
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Dictionary<string, XElement> members;

    private ContractDocumentation(Dictionary<string, XElement> members) => this.members = members;

    /// <summary>Reads the file that the compiler wrote beside the assembly.</summary>
    public static ContractDocumentation Read(Assembly assembly) => new(XDocument
        .Load(Path.ChangeExtension(assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal));

    /// <summary>The types of an assembly and what people wrote in them; what the compiler adds to a record isn't theirs.</summary>
    public static IEnumerable<MemberInfo> Written(Assembly assembly) => assembly.GetExportedTypes().SelectMany(type => type
        .GetMembers(Declared)
        .Where(member => IsWritten(member) && !(type.IsEnum && member is FieldInfo { IsLiteral: false }))
        .Prepend(type));

    /// <summary>The text under one element of a member; empty when it has none.</summary>
    public string Text(MemberInfo member, string element) =>
        members.TryGetValue(Name(member), out var found) ? string.Join(' ', found.Elements(element).Select(one => one.Value.Trim())) : "";

    /// <summary>The parameters of a method that its documentation doesn't explain.</summary>
    public IEnumerable<string> Unexplained(MethodInfo method)
    {
        var explained = members.TryGetValue(Name(method), out var found)
            ? found.Elements("param").Where(one => one.Value.Trim().Length > 0).Select(one => one.Attribute("name")!.Value).ToArray()
            : [];
        return method.GetParameters().Select(parameter => parameter.Name!).Except(explained);
    }

    private static bool IsWritten(MemberInfo member) => member switch
    {
        Type => false,
        ConstructorInfo constructor => constructor.DeclaringType is { } type && !IsRecord(type) && constructor.GetParameters().Length > 0,
        MethodInfo method => !method.IsSpecialName && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null,
        _ => true,
    };

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static string Name(MemberInfo member) => member switch
    {
        Type type => $"T:{Name(type)}",
        FieldInfo => $"F:{Name(member.DeclaringType!)}.{member.Name}",
        PropertyInfo => $"P:{Name(member.DeclaringType!)}.{member.Name}",
        ConstructorInfo constructor => $"M:{Name(member.DeclaringType!)}.#ctor{Parameters(constructor)}",
        MethodInfo method => $"M:{Name(member.DeclaringType!)}.{member.Name}{Parameters(method)}",
        _ => throw new NotSupportedException($"{member.MemberType} {member}"),
    };

    private static string Parameters(MethodBase method) => method.GetParameters() is { Length: > 0 } parameters
        ? $"({string.Join(',', parameters.Select(parameter => Name(parameter.ParameterType)))})"
        : "";

    private static string Name(Type type) => type switch
    {
        { IsByRef: true } => $"{Name(type.GetElementType()!)}@",
        { IsArray: true } => $"{Name(type.GetElementType()!)}[]",
        { IsConstructedGenericType: true } => $"{type.Namespace}.{type.Name.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(Name))}}}",
        _ => type.FullName!,
    };
}
