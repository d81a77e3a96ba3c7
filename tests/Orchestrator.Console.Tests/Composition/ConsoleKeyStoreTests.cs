using System.Runtime.Versioning;
using Orchestrator.Technicians.Composition;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Technicians.Tests.Composition;

[UnsupportedOSPlatform("windows")]
public sealed class ConsoleKeyStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Requirement", "R-AUTH-12")]
    public void The_key_is_made_once_and_is_the_users_alone()
    {
        using var first = ConsoleKeyStore.LoadOrCreate(_folder["data"], SystemRandomSource.Instance);
        using var second = ConsoleKeyStore.LoadOrCreate(_folder["data"], SystemRandomSource.Instance);

        Assert.Equal(first.Fingerprint, second.Fingerprint);
        var file = Assert.Single(Directory.GetFiles(_folder["data"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var refused = Assert.Throws<ConsoleException>(() => ConsoleKeyStore.LoadOrCreate(_folder["data"], SystemRandomSource.Instance));
        Assert.Contains("other users can read it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_key_is_named_and_left_alone()
    {
        Directory.CreateDirectory(_folder["data"]);
        var path = Path.Combine(_folder["data"], "console-key.pk8");
        File.WriteAllBytes(path, [1, 2, 3]);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var refused = Assert.Throws<ConsoleException>(() => ConsoleKeyStore.LoadOrCreate(_folder["data"], SystemRandomSource.Instance));

        Assert.Equal(ExitCode.Configuration, refused.Exit);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }
}
