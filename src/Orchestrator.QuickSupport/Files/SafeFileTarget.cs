using Orchestrator.Protocol;

namespace Orchestrator.QuickSupport.Files;

/// <summary>
/// A file that is being received: a temporary name beside its place until the whole hash matched. Whatever goes wrong, nothing half-written is left and
/// nothing that was there is touched.
/// </summary>
internal sealed class SafeFileTarget : IFileTarget
{
    private readonly OperatorFiles _files;
    private readonly string _path;
    private readonly string _temporary;
    private readonly bool _replaces;
    private readonly FileStream _stream;

    private SafeFileTarget(OperatorFiles files, string path, string temporary, bool replaces, FileStream stream)
    {
        _files = files;
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
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".orchestrator-{Guid.NewGuid():N}.part");
        try
        {
            var stream = new FileStream(temporary, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                Options = FileOptions.Asynchronous,
                PreallocationSize = offer.Size,
            });
            return new SafeFileTarget(files, path, temporary, agreed, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Remove(temporary);
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
        await _stream.DisposeAsync().ConfigureAwait(false);
        // The folder may have changed meanwhile: the place is judged again at the last moment.
        var plan = _files.PlanReceive(new Domain.FileOffer(_path, 0, ""));
        if (plan.Refusal is { } refusal)
            throw new IOException(refusal);
        File.Move(_temporary, _path, overwrite: _replaces);
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

        Remove(_temporary);
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its name begins with a dot and says what it is; nothing more can be done here.
        }
    }
}
