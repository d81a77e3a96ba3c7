using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orchestrator.Trace;

/// <summary>Reads <c>[Trait("Requirement", "R-…")]</c> of methods and classes from a compiled test assembly, without loading any of its code.</summary>
internal static class TraitReader
{
    private const string Trait = "TraitAttribute";
    private const string Requirement = "Requirement";

    /// <summary>All that one assembly says. A class's trait counts for each test in it.</summary>
    public static IReadOnlyList<CoveringTest> Read(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        var metadata = image.GetMetadataReader();
        return [.. metadata.TypeDefinitions.SelectMany(type => Read(metadata, metadata.GetTypeDefinition(type)))];
    }

    private static IEnumerable<CoveringTest> Read(MetadataReader metadata, TypeDefinition type)
    {
        var ofClass = Requirements(metadata, type.GetCustomAttributes());
        var name = $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        var isAbstract = type.Attributes.HasFlag(TypeAttributes.Abstract);
        foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
        {
            var attributes = method.GetCustomAttributes();
            if (!attributes.Any(a => NameOf(metadata, a) is { } attribute && (attribute.EndsWith("FactAttribute", StringComparison.Ordinal) || attribute.EndsWith("TheoryAttribute", StringComparison.Ordinal))))
                continue;
            foreach (var requirement in ofClass.Concat(Requirements(metadata, attributes)).Distinct())
                yield return new CoveringTest(requirement, name, metadata.GetString(method.Name), isAbstract);
        }
    }

    private static string[] Requirements(MetadataReader metadata, CustomAttributeHandleCollection attributes) =>
        [.. attributes
            .Where(handle => NameOf(metadata, handle) == Trait)
            .Select(handle => metadata.GetCustomAttribute(handle).DecodeValue(TextOnly.Instance).FixedArguments)
            .Where(arguments => arguments is [{ Value: Requirement }, { Value: string }])
            .Select(arguments => (string)arguments[1].Value!)];

    private static string? NameOf(MetadataReader metadata, CustomAttributeHandle handle)
    {
        var constructor = metadata.GetCustomAttribute(handle).Constructor;
        if (constructor.Kind == HandleKind.MethodDefinition)
            return metadata.GetString(metadata.GetTypeDefinition(metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()).Name);
        var parent = metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent;
        return parent.Kind == HandleKind.TypeReference ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) : null;
    }

    /// <summary>Trait has two strings; no other type is ever asked for.</summary>
    private sealed class TextOnly : ICustomAttributeTypeProvider<string>
    {
        public static TextOnly Instance { get; } = new();

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSystemType() => "";

        public string GetSZArrayType(string elementType) => "";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => "";

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => "";

        public string GetTypeFromSerializedName(string name) => "";

        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

        public bool IsSystemType(string type) => false;
    }
}
