using Orchestrator.Protocol;

namespace Orchestrator.QuickSupport.Files;

/// <summary>
/// A file that is being received: a temporary name beside its place until the whole hash matched, in a folder that is held from the first step to the last.
/// Whatever goes wrong, nothing half-written is left and nothing that was there is touched.
/// </summary>
internal sealed class SafeFileTarget : IFileTarget
{
    private readonly OperatorFiles _files;
    private readonly IPinnedFolder _folder;
    private readonly string _path;
    private readonly string _temporary;
    private readonly bool _replaces;
    private readonly FileStream _stream;

    private SafeFileTarget(OperatorFiles files, IPinnedFolder folder, string path, string temporary, bool replaces, FileStream stream)
    {
        _files = files;
        _folder = folder;
        _path = path;
        _temporary = temporary;
        _replaces = replaces;
        _stream = stream;
    }

    /// <summary>Makes the temporary file, with the room that it needs.</summary>
    /// <exception cref="IOException">With a sentence: the place can't be used, or the disk is full.</exception>
    public static SafeFileTarget Create(OperatorFiles files, Domain.FileOffer offer, string path)
    {
        var agreed = files.TakeAgreement(path);
        var plan = files.PlanReceive(offer with { Name = path });
        if (plan.Refusal is { } refusal)
            throw new IOException(refusal);
        if (plan.Replaces && !agreed)
            throw new IOException($"“{path}” is there already, and nobody agreed to replace it. Ask again.");
        var temporary = LeftoverFiles.NewName();
        IPinnedFolder? folder = null;
        try
        {
            folder = files.Hold(path);
            files.Leftovers.Note(Beside(path, temporary));
            return new SafeFileTarget(files, folder, path, temporary, plan.Replaces, folder.Create(temporary, offer.Size));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            folder?.Dispose();
            files.Leftovers.Forget(Beside(path, temporary));
            throw new IOException($"“{path}” can't be written: the disk is full, or the folder refuses it. Make room or choose another place, and ask again.", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _stream.WriteAsync(bytes, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _stream.Flush(flushToDisk: true);

        // The path may have changed meanwhile: the place that the operator saw is judged again at the last moment, and the rename happens in the folder that is held.
        var plan = _files.PlanReceive(new Domain.FileOffer(_path, 0, ""));
        if (plan.Refusal is { } refusal)
            throw new IOException(refusal);
        if (OperatingSystem.IsWindows())
            await _stream.DisposeAsync().ConfigureAwait(false);
        _folder.Rename(_temporary, Path.GetFileName(_path), _replaces);
        await _stream.DisposeAsync().ConfigureAwait(false);
        _files.Leftovers.Forget(Beside(_path, _temporary));
        _folder.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DiscardAsync()
    {
        try
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // A full disk shows again when the rest is flushed; the file goes anyway.
        }

        try
        {
            _folder.Delete(_temporary);
            _files.Leftovers.Forget(Beside(_path, _temporary));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays noted: the next start tries again.
        }

        _folder.Dispose();
    }

    private static string Beside(string path, string name) => Path.Combine(Path.GetDirectoryName(path)!, name);
}
