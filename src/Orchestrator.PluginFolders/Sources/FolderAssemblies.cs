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

    /// <summary>Refuses a folder with a host assembly in it, whatever its file is called, or with code that opens connections past the host.</summary>
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
            if (Look(file) is not { } seen)
                continue;
            if (IsHosts(seen.Name))
                throw Refused(PluginRefusalReason.OwnCopyOfHostAssembly, where, manifest, $"it brings its own copy of {seen.Name} ({Path.GetFileName(file)}), which only the program itself may bring");
            if (seen.Network is { } type && manifest.Permissions.Network.IsEmpty)
            {
                throw new PluginRefusedException(
                    PluginRefusalReason.OpensNetwork,
                    where,
                    $"The plugin {manifest} is refused: {Path.GetFileName(file)} opens network connections itself ({type}), and its manifest doesn't ask for the network. A plugin takes its streams from the host's dialer; only an audit sink may name where it connects to.");
            }
        }
    }

    /// <summary>Refuses a native library beside the assemblies that can't be loaded here. What lies under runtimes/ is chosen by its name.</summary>
    /// <exception cref="PluginRefusedException">There is one.</exception>
    public static void CheckNative(string folder, PluginManifest manifest, string where)
    {
        if (Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(NativeMachine.Objection).FirstOrDefault(objection => objection is not null) is { } objection)
            throw new PluginRefusedException(PluginRefusalReason.NotLoadable, where, $"The plugin {manifest} is refused: {objection}. Install a package that was made for it.");
    }

    private static bool IsHosts(string name) =>
        HostFamilies.Any(family => name == family || name.StartsWith($"{family}.", StringComparison.OrdinalIgnoreCase))
        && !name.StartsWith("Orchestrator.Plugins.", StringComparison.OrdinalIgnoreCase);

    private static (string Name, string? Network)? Look(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            if (!image.HasMetadata)
                return null;
            var metadata = image.GetMetadataReader();
            return metadata.IsAssembly ? (metadata.GetString(metadata.GetAssemblyDefinition().Name), NetworkUse.In(metadata)) : null;
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
