using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Orchestrator.Architecture.Assemblies;

/// <summary>Finds server-certificate callbacks that don't look at what the platform found wrong: those accept everything.</summary>
internal static class CertificateCallbacks
{
    private const string Errors = "System.Net.Security.SslPolicyErrors";

    /// <summary>Names of the methods that take the platform's errors last, answer yes or no, and never read them.</summary>
    public static IEnumerable<string> Blind(ProductAssembly assembly)
    {
        foreach (var handle in assembly.Metadata.MethodDefinitions)
        {
            var method = assembly.Metadata.GetMethodDefinition(handle);
            var signature = method.DecodeSignature(new TypeNames(assembly), null);
            if (signature.ReturnType != "Boolean" || signature.ParameterTypes is not [.., Errors] || assembly.Body(method) is not { } body)
                continue;
            var errors = signature.ParameterTypes.Length - 1 + (signature.Header.IsInstance ? 1 : 0);
            if (!Instructions.ArgumentsRead(body).Contains(errors))
                yield return $"{assembly.Name}: {assembly.Metadata.GetString(method.Name)}";
        }
    }

    /// <summary>How many methods have a callback's shape.</summary>
    public static int Count(ProductAssembly assembly) => assembly.Metadata.MethodDefinitions
        .Select(handle => assembly.Metadata.GetMethodDefinition(handle).DecodeSignature(new TypeNames(assembly), null))
        .Count(signature => signature.ReturnType == "Boolean" && signature.ParameterTypes is [.., Errors]);

    // Only as much of a signature as the search needs.
    private sealed class TypeNames(ProductAssembly assembly) : ISignatureTypeProvider<string, object?>
    {
        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => assembly.NameOf(reader.GetTypeReference(handle));

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => "own";

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => "other";

        public string GetSZArrayType(string elementType) => "other";

        public string GetArrayType(string elementType, ArrayShape shape) => "other";

        public string GetByReferenceType(string elementType) => "other";

        public string GetPointerType(string elementType) => "other";

        public string GetPinnedType(string elementType) => "other";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "other";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => "other";

        public string GetGenericMethodParameter(object? genericContext, int index) => "other";

        public string GetGenericTypeParameter(object? genericContext, int index) => "other";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;
    }
}
