using Orchestrator.PluginHosting;
using Orchestrator.Trust.Files;

namespace Orchestrator.PluginFolders;

/// <summary>
/// Puts a package into a plugin folder: under a name that begins with a dot, which no program looks at, made durable, and then renamed. Whenever
/// this ends, however it ends, there is all of it under its final name or nothing.
/// </summary>
internal static class PackageInstaller
{
    /// <summary>Installs.</summary>
    /// <exception cref="PluginRefusedException">Not verified, or there already.</exception>
    public static string Install(CheckedPackage package, string root, string where)
    {
        var manifest = package.Manifest;
        var parent = Path.Combine(Path.GetFullPath(root), manifest.Id);
        var target = Path.Combine(parent, manifest.Version.ToString());
        RequireAbsent(target, manifest);
        Directory.CreateDirectory(parent);
        var staging = Path.Combine(parent, $".{manifest.Version}-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(staging);
            package.Verify(path => new DurableFile(Path.Combine(staging, path)));
            FolderAssemblies.Check(staging, manifest, where);
            Write(Path.Combine(staging, PackageNames.Manifest), package.ManifestBytes);
            if (package.SignatureBytes is { } signature)
                Write(Path.Combine(staging, PackageNames.Signature), signature);
            foreach (var folder in Directory.EnumerateDirectories(staging, "*", SearchOption.AllDirectories).Append(staging))
                DurableFolder.Flush(folder);
            RequireAbsent(target, manifest);
            Directory.Move(staging, target);
            DurableFolder.Flush(parent);
            DurableFolder.Flush(Path.GetDirectoryName(parent)!);
            return target;
        }
        catch
        {
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
            throw;
        }
    }

    private static void RequireAbsent(string target, PluginManifest manifest)
    {
        if (Directory.Exists(target) || File.Exists(target))
        {
            throw new PluginRefusedException(
                PluginRefusalReason.Duplicate, target, $"{manifest} isn't installed: {target} is there already, and what is installed is never overwritten. Give the plugin a higher version, or remove that folder while no program uses it.");
        }
    }

    private static void Write(string path, byte[] content)
    {
        using var file = new DurableFile(path);
        file.Write(content);
    }
}
