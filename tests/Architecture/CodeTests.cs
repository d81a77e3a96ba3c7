using System.Reflection;
using System.Reflection.Metadata;
using Orchestrator.Architecture.Assemblies;

namespace Orchestrator.Architecture;

public sealed class CodeTests
{
    private const int LongestFile = 500;

    [Fact]
    [Trait("Requirement", "R-CRY-7")]
    public void Nothing_in_the_product_names_System_Random()
    {
        Assert.Empty(ProductAssembly.All.Where(one => one.TypeReferences.Contains("System.Random")));
    }

    [Fact]
    public void A_class_is_sealed_unless_something_derives_from_it_or_it_is_an_internal_seam()
    {
        var open = ProductAssembly.All.SelectMany(OpenClasses).ToArray();
        var bases = ProductAssembly.All.SelectMany(BaseNames).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(open.Where(one => !bases.Contains(one.Name)).Select(one => $"{one.Assembly}: {one.Name}"));
    }

    [Fact]
    public void No_hand_written_file_is_longer_than_500_lines()
    {
        Assert.Empty(
            from file in Repository.Files(".cs", "src", "plugins", "testbed", "tests", "benchmarks")
            let lines = File.ReadLines(file).Count()
            where lines > LongestFile
            select $"{Path.GetRelativePath(Repository.Root, file)}: {lines}");
    }

    private static IEnumerable<(string Assembly, string Name)> OpenClasses(ProductAssembly assembly)
    {
        var metadata = assembly.Metadata;
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            var name = metadata.GetString(type.Name);
            var isClass = (type.Attributes & TypeAttributes.ClassSemanticsMask) == TypeAttributes.Class && !type.BaseType.IsNil;
            var isOpen = (type.Attributes & (TypeAttributes.Sealed | TypeAttributes.Abstract)) == 0;
            if (isClass && isOpen && !IsSeam(metadata, type) && name is not "Program" && !name.Contains('<', StringComparison.Ordinal))
                yield return (assembly.Name, name);
        }
    }

    // An internal class that declares a virtual member is open on purpose: its own tests put something in its place, and nobody outside can.
    private static bool IsSeam(MetadataReader metadata, TypeDefinition type) =>
        (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.NotPublic
        && type.GetMethods().Select(metadata.GetMethodDefinition).Any(method =>
            (method.Attributes & (MethodAttributes.Virtual | MethodAttributes.NewSlot | MethodAttributes.Final)) == (MethodAttributes.Virtual | MethodAttributes.NewSlot)
            && !metadata.GetString(method.Name).StartsWith('<')
            && !IsOfRecord(metadata, method));

    private static bool IsOfRecord(MetadataReader metadata, MethodDefinition method) =>
        metadata.GetString(method.Name) is "get_EqualityContract" or "PrintMembers" or "Equals" or "<Clone>$";

    private static IEnumerable<string> BaseNames(ProductAssembly assembly)
    {
        var metadata = assembly.Metadata;
        foreach (var handle in metadata.TypeDefinitions)
        {
            var from = metadata.GetTypeDefinition(handle).BaseType;
            if (from.IsNil)
                continue;
            if (from.Kind == HandleKind.TypeDefinition)
                yield return metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)from).Name);
            else if (from.Kind == HandleKind.TypeReference)
                yield return metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)from).Name);
        }
    }
}
