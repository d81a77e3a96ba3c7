using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Orchestrator.Architecture.Assemblies;

/// <summary>One compiled assembly of the product, read as metadata: nothing of it is loaded or run.</summary>
internal sealed class ProductAssembly : IDisposable
{
    private readonly PEReader image;

    private ProductAssembly(string name, string folder, string file)
    {
        Name = name;
        Folder = folder;
        image = new PEReader(ImmutableArray.Create(File.ReadAllBytes(file)));
        Metadata = image.GetMetadataReader();
    }

    /// <summary>Every project under src and plugins.</summary>
    public static ImmutableArray<ProductAssembly> All { get; } =
        [.. Repository.Files(".csproj", "src", "plugins").Select(Read).OrderBy(one => one.Name, StringComparer.Ordinal)];

    /// <summary>Name of the assembly.</summary>
    public string Name { get; }

    /// <summary><c>src</c> or <c>plugins</c>.</summary>
    public string Folder { get; }

    /// <summary>True for a plugin.</summary>
    public bool IsPlugin => Folder == "plugins";

    /// <summary>Its tables.</summary>
    public MetadataReader Metadata { get; }

    /// <summary>Assemblies that its code really uses.</summary>
    public IEnumerable<string> References => Metadata.AssemblyReferences.Select(handle => Metadata.GetString(Metadata.GetAssemblyReference(handle).Name));

    /// <summary>Full names of the foreign types that it names.</summary>
    public IEnumerable<string> TypeReferences => Metadata.TypeReferences.Select(handle => NameOf(Metadata.GetTypeReference(handle)));

    /// <summary>Type.Member of the foreign members that it uses; of generic types' members only the name.</summary>
    public IEnumerable<string> MemberReferences => Metadata.MemberReferences.Select(handle =>
    {
        var member = Metadata.GetMemberReference(handle);
        var owner = member.Parent.Kind == HandleKind.TypeReference ? NameOf(Metadata.GetTypeReference((TypeReferenceHandle)member.Parent)) : "";
        return $"{owner}.{Metadata.GetString(member.Name)}";
    });

    /// <summary>The instructions of a method; null where it has none.</summary>
    public byte[]? Body(MethodDefinition method) =>
        method.RelativeVirtualAddress == 0 ? null : image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes();

    /// <summary>Every method that has instructions, as Type.Member, with the Type.Member of the methods that it names. A closure or state machine is a type of its own.</summary>
    public IEnumerable<(string Name, IReadOnlySet<string> Calls)> Methods =>
        from handle in Metadata.MethodDefinitions
        let method = Metadata.GetMethodDefinition(handle)
        let body = Body(method)
        where body is not null
        select (NameOf(handle), (IReadOnlySet<string>)Instructions.MethodsNamed(body).Select(token => NameOf(MetadataTokens.EntityHandle(token))).ToHashSet());

    /// <summary>Reads an assembly that isn't of the product.</summary>
    public static ProductAssembly FromFile(string file) => new(Path.GetFileNameWithoutExtension(file), "", file);

    /// <inheritdoc />
    public void Dispose() => image.Dispose();

    /// <inheritdoc />
    public override string ToString() => Name;

    /// <summary>Namespace and name.</summary>
    public string NameOf(TypeReference type)
    {
        var name = Metadata.GetString(type.Name);
        return type.Namespace.IsNil ? name : $"{Metadata.GetString(type.Namespace)}.{name}";
    }

    private string NameOf(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                var own = Metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return $"{NameOf(own.GetDeclaringType())}.{Metadata.GetString(own.Name)}";
            case HandleKind.MemberReference:
                var member = Metadata.GetMemberReference((MemberReferenceHandle)handle);
                return $"{NameOf(member.Parent)}.{Metadata.GetString(member.Name)}";
            case HandleKind.MethodSpecification:
                return NameOf(Metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.TypeReference:
                return NameOf(Metadata.GetTypeReference((TypeReferenceHandle)handle));
            case HandleKind.TypeDefinition:
                var type = Metadata.GetTypeDefinition((TypeDefinitionHandle)handle);
                var name = Metadata.GetString(type.Name);
                return !type.GetDeclaringType().IsNil ? $"{NameOf(type.GetDeclaringType())}/{name}" : type.Namespace.IsNil ? name : $"{Metadata.GetString(type.Namespace)}.{name}";
            default:
                return "";
        }
    }

    private static ProductAssembly Read(string project)
    {
        var name = XDocument.Load(project).Descendants("AssemblyName").Select(element => element.Value).FirstOrDefault() ?? Path.GetFileNameWithoutExtension(project);
        var folder = Path.GetRelativePath(Repository.Root, project).Split(Path.DirectorySeparatorChar)[0];
        return new ProductAssembly(name, folder, Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));
    }
}
