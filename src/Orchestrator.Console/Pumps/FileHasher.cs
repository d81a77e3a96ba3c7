using System.Security.Cryptography;
using Orchestrator.Domain;

namespace Orchestrator.Technicians.Pumps;

/// <summary>Size and hash of a local file, before it is offered.</summary>
internal static class FileHasher
{
    /// <exception cref="ConsoleException">It can't be read.</exception>
    public static async Task<FileOffer> OfferAsync(string path, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, useAsync: true);
            var hash = await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
            return new FileOffer(name, file.Position, Convert.ToHexStringLower(hash));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConsoleException("FILE_UNREADABLE", ExitCode.StepFailed, $"{path} can't be read: {e.Message} Name a file that is there.", e);
        }
    }
}
