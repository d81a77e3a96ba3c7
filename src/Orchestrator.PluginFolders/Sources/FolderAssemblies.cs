using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>
/// Looks through a plugin's folder, before anything is loaded, for assemblies that only the host may bring. A second copy of the contract
/// isn't an error to the runtime: the plugin's types would silently implement another interface of the same name.
/// </summary>
internal static class FolderAssemblies
{
    private static readonly string[] HostFamilies = ["Akka", "Autofac", "McMaster.NETCore.Plugins", "Orchestrator"];

    /// <summary>Refuses a folder with a host assembly in it, whatever its file is called.</summary>
    /// <exception cref="PluginRefusedException">It has one.</exception>
    /// <param name="folder">Where the files are.</param>
    /// <param name="manifest">Whose.</param>
    /// <param name="where">Where they came from, for the sentence.</param>
    public static void Check(string folder, PluginManifest manifest, string where)
    {
        var files = Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories).Take(FolderLimits.Assemblies + 1).ToArray();
        if (files.Length > FolderLimits.Assemblies)
            throw Refused(PluginRefusalReason.NotLoadable, where, manifest, $"it has more than {FolderLimits.Assemblies} assemblies");
        foreach (var file in files)
        {
            if (NameOf(file) is { } name && IsHosts(name))
                throw Refused(PluginRefusalReason.OwnCopyOfHostAssembly, where, manifest, $"it brings its own copy of {name} ({Path.GetFileName(file)}), which only the program itself may bring");
        }
    }

    private static bool IsHosts(string name) =>
        HostFamilies.Any(family => name == family || name.StartsWith($"{family}.", StringComparison.OrdinalIgnoreCase))
        && !name.StartsWith("Orchestrator.Plugins.", StringComparison.OrdinalIgnoreCase);

    private static string? NameOf(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            if (!image.HasMetadata)
                return null;
            var metadata = image.GetMetadataReader();
            return metadata.IsAssembly ? metadata.GetString(metadata.GetAssemblyDefinition().Name) : null;
        }
        catch (BadImageFormatException)
        {
            // A native library; or a broken file, which the runtime will refuse when it is asked for.
            return null;
        }
    }

    private static PluginRefusedException Refused(PluginRefusalReason reason, string where, PluginManifest manifest, string what) =>
        new(reason, where, $"The plugin {manifest} is refused: {what}. Build it with the contract as a reference only, and install it again.");
}
