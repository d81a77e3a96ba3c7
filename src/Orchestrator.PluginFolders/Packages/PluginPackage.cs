using Orchestrator.PluginHosting;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginFolders;

/// <summary>What a package says of its origin, before anybody is trusted.</summary>
/// <param name="Manifest">As it is written; <see cref="PluginManifest.Publisher"/> is null, because nobody was trusted.</param>
/// <param name="Publisher">The name in the signature; null when unsigned.</param>
/// <param name="Key">The key that signed; null when unsigned.</param>
public sealed record PackageClaims(PluginManifest Manifest, string? Publisher, KeyFingerprint? Key);

/// <summary>A package as one file.</summary>
public sealed class PluginPackage : IDisposable
{
    private readonly ZipContent content;

    private PluginPackage(ZipContent content) => this.content = content;

    /// <summary>Opens one; nothing of it is verified yet.</summary>
    /// <exception cref="PluginRefusedException">Not a package.</exception>
    public static PluginPackage Open(string file) => new(ZipContent.Of(file));

    /// <summary>Signs it, in its place.</summary>
    /// <exception cref="PluginRefusedException">It is signed already, or its files aren't those of its manifest.</exception>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static PluginManifest Sign(string file, RsaIdentity key, string publisher)
    {
        using var content = ZipContent.Of(file);
        if (content.Files.ContainsKey(PackageNames.Signature))
            throw new PluginRefusedException(PluginRefusalReason.SignatureInvalid, file, $"{file} is signed already. Pack the plugin again to sign it with another key.");
        var package = CheckedPackage.Open(content, PluginTrust.Nobody, allowUnsigned: true);
        package.Verify(copy: null);
        PackageWriter.Write(file, package.ManifestBytes, PackageSignature.Make(package.ManifestBytes, key, publisher), content, package.Manifest.Files.Keys, overwrite: true);
        return package.Manifest;
    }

    /// <summary>What it says of itself: the signature fits the manifest and the files fit it too, but it may be anybody's.</summary>
    /// <exception cref="PluginRefusedException">Something doesn't fit.</exception>
    public PackageClaims Inspect()
    {
        var signature = CheckedPackage.ReadSignature(content) is { } bytes ? PackageSignature.Read(bytes, content.Where) : null;
        var trust = signature is null ? PluginTrust.Nobody : PluginTrust.Nobody.With(new TrustedPublisher(signature.Publisher, signature.Key.Fingerprint));
        var package = CheckedPackage.Open(content, trust, allowUnsigned: true);
        package.Verify(copy: null);
        return new PackageClaims(package.Manifest with { Publisher = null }, signature?.Publisher, signature?.Key.Fingerprint);
    }

    /// <summary>All that a program checks before it loads it.</summary>
    /// <exception cref="PluginRefusedException">It would be refused.</exception>
    public PluginManifest Verify(PluginTrust trust)
    {
        var package = CheckedPackage.Open(content, trust, allowUnsigned: false);
        using var copy = PrivateCopy.Of(package);
        FolderAssemblies.Check(copy.Folder, package.Manifest, content.Where);
        return package.Manifest;
    }

    /// <summary>Verifies it and puts it into a plugin folder; a running program sees it whole or not at all.</summary>
    /// <param name="trust">Whose plugins may be there.</param>
    /// <param name="root">The plugin folder; made where it isn't there.</param>
    /// <returns>Its folder.</returns>
    /// <exception cref="PluginRefusedException">Refused, or this version is there already; nothing has changed.</exception>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public string Install(PluginTrust trust, string root) => PackageInstaller.Install(CheckedPackage.Open(content, trust, allowUnsigned: false), root, content.Where);

    /// <inheritdoc />
    public void Dispose() => content.Dispose();
}
