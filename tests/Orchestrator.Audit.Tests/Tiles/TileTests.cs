using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Tiles;

namespace Orchestrator.Audit.Tests.Tiles;

[Trait("Requirement", "R-AUD-9")]
public sealed class TileTests : IDisposable
{
    private readonly TestLog _log = new();

    private string Folder => Path.Combine(_log.Root, "tiles");

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(2, 5, 17, "tile/2/005.p/17")]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(63, 999, 1, "tile/63/999.p/1")]
    [InlineData(1, 1000, 255, "tile/1/x001/000.p/255")]
    public void Names_are_those_of_the_specification(int level, long index, int width, string name) => Assert.Equal(name, TilePath.Hashes(level, index, width));

    [Fact]
    public void Entries_have_names_of_their_own() => Assert.Equal("tile/entries/x070/000.p/3", TilePath.Entries(70_000, 3));

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(700)]
    public async Task A_log_lies_in_the_tiles_that_its_size_asks_for_and_is_read_back(int size)
    {
        await _log.FillAsync(size);
        TileWriter.Write(_log.Folder, _log.Signer.Key, Folder);
        var expected = new List<string> { "checkpoint" };
        for (var at = 0; at < size; at += 256)
        {
            expected.Add(TilePath.Hashes(0, at / 256, Math.Min(256, size - at)));
            expected.Add(TilePath.Entries(at / 256, Math.Min(256, size - at)));
        }

        if (size >= 256)
            expected.Add(TilePath.Hashes(1, 0, size / 256));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Files().Order(StringComparer.Ordinal));
        var lines = new StringBuilder();
        var signed = TileReader.Read(Folder, _log.Signer.Key, (_, line) => lines.Append(Encoding.UTF8.GetString(line.Span)).Append('\n'));
        Assert.Equal(size, signed.Checkpoint.Size);
        Assert.Equal(_log.ReadRecords(), lines.ToString());
    }

    [Fact]
    public async Task What_isnt_signed_yet_isnt_in_the_tiles()
    {
        await _log.FillAsync(3);
        await using (var log = _log.Open())
            await log.AppendAsync([TestLog.Line()]);
        await File.AppendAllTextAsync(_log.Folder.Records, "{\"v\":1,\"seq\":4,\"text\":\"not signed\"}\n");
        TileWriter.Write(_log.Folder, _log.Signer.Key, Folder);
        Assert.Equal(4, TileReader.Read(Folder, _log.Signer.Key).Checkpoint.Size);
    }

    [Fact]
    public async Task The_frozen_tiles_are_written_byte_for_byte()
    {
        await FillPlainAsync(300);
        TileWriter.Write(_log.Folder, _log.Signer.Key, Folder);
        var sums = Files().Order(StringComparer.Ordinal).Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, file))))}  {file}\n");
        Assert.Equal(TestLog.Text("tiles-300.sha256"), string.Concat(sums).TrimEnd('\n'));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public async Task Every_changed_missing_or_added_byte_of_any_file_is_named()
    {
        await FillPlainAsync(260);
        TileWriter.Write(_log.Folder, _log.Signer.Key, Folder);
        foreach (var file in Files())
        {
            var path = Path.Combine(Folder, file);
            var good = await File.ReadAllBytesAsync(path);
            for (var i = 0; i < good.Length; i += good.Length > 1000 ? 97 : 1)
            {
                var bad = (byte[])good.Clone();
                bad[i] ^= 1;
                await RefusedAsync(path, bad);
            }

            await RefusedAsync(path, good[..^1]);
            await RefusedAsync(path, [.. good, 0]);
            File.Delete(path);
            Assert.Throws<InvalidDataException>(() => TileReader.Read(Folder, _log.Signer.Key));
            await File.WriteAllBytesAsync(path, good);
        }

        TileReader.Read(Folder, _log.Signer.Key);
    }

    [Fact]
    public async Task The_auditors_program_writes_them_and_refuses_a_log_that_was_changed()
    {
        await _log.FillAsync(5);
        string[] line = ["tiles", _log.Folder.Path, "--key", _log.Signer.Key.ToString(), "--out", Folder];
        Assert.Equal(0, Run(line));
        Assert.Equal(2, Run(line));
        var records = await File.ReadAllTextAsync(_log.Folder.Records);
        await File.WriteAllTextAsync(_log.Folder.Records, records.Replace("Thing 2", "Thing 7", StringComparison.Ordinal));
        Assert.Equal(1, Run("tiles", _log.Folder.Path, "--key", _log.Signer.Key.ToString(), "--out", Folder + "2"));
        Assert.Equal(2, Run("tiles", _log.Folder.Path, "--out", Folder + "2"));
    }

    private static int Run(params string[] args) => AuditorsProgram.Run(args).Code;

    private async Task RefusedAsync(string path, byte[] bytes)
    {
        var good = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, bytes);
        Assert.Throws<InvalidDataException>(() => TileReader.Read(Folder, _log.Signer.Key));
        await File.WriteAllBytesAsync(path, good);
    }

    private async Task FillPlainAsync(int size)
    {
        await using var log = _log.Open();
        await log.AppendAsync([.. Enumerable.Range(0, size).Select(_ => TestLog.Line())]);
        await log.CheckpointAsync();
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'));
}
