using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>What became of packing.</summary>
/// <param name="File">The package.</param>
/// <param name="Manifest">Its manifest, with the files.</param>
/// <param name="LeftOut">Files of the folder that aren't in it.</param>
public sealed record MadePackage(string File, PluginManifest Manifest, IReadOnlyList<string> LeftOut);

/// <summary>Makes a package of what a build gave.</summary>
public static class PackageMaker
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Packs a folder: fills the hashes into its manifest and writes one file, unsigned.</summary>
    /// <param name="folder">Output of a build, with a plugin.json that has no "files".</param>
    /// <param name="outputFolder">Where the package goes, under the name that <see cref="PackageNames.FileOf"/> gives.</param>
    /// <exception cref="PluginRefusedException">The folder can't become a package; the sentence says why.</exception>
    /// <exception cref="IOException">Reading or writing fails, or the package is there already.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static MadePackage Pack(string folder, string outputFolder)
    {
        var leftOut = new List<string>();
        var content = FolderContent.Of(folder, path => PackagePath.RuntimeConfiguration().IsMatch(path), leftOut);
        if (content.Files.ContainsKey(PackageNames.Signature))
            throw new PluginRefusedException(PluginRefusalReason.FileExtra, folder, $"{folder} isn't packed: it has a {PackageNames.Signature}, and only a package is signed. Pack the output of a build, then sign the package.");
        var draft = CheckedPackage.ReadManifest(content);
        ManifestReader.ReadDraft(draft, folder);
        var paths = content.Files.Keys.Where(path => path != PackageNames.Manifest).ToArray();
        var bytes = Filled(draft, paths.Select(path => KeyValuePair.Create(path, (JsonNode?)Hash(content, path))));
        var manifest = ManifestReader.Read(bytes, folder);
        FolderAssemblies.Check(folder, manifest, folder);
        var target = Path.Combine(outputFolder, PackageNames.FileOf(manifest));
        PackageWriter.Write(target, bytes, null, content, paths, overwrite: false);
        return new MadePackage(target, manifest, leftOut);
    }

    private static byte[] Filled(byte[] draft, IEnumerable<KeyValuePair<string, JsonNode?>> files)
    {
        var manifest = JsonNode.Parse(draft)!.AsObject();
        manifest["files"] = new JsonObject(files);
        return [.. JsonSerializer.SerializeToUtf8Bytes(manifest, Form), (byte)'\n'];
    }

    private static string Hash(FolderContent content, string path)
    {
        using var stream = content.Open(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
