namespace Orchestrator.Testbed.RealNetwork.Computers;

/// <summary>The files in a computer's /etc that say who is who; they lie over the machine's own inside that computer alone, and can be rewritten at any time.</summary>
internal sealed class EtcFiles
{
    private const string Names = "hosts: files dns\npasswd: files\nshadow: files\ngroup: files\n";

    private static readonly string[] Files = ["resolv.conf", "hosts", "nsswitch.conf", "passwd", "shadow"];
    private static readonly string[] People = ["passwd", "shadow"];

    private readonly string _folder;
    private readonly string _name;

    private EtcFiles(string folder, string name) => (_folder, _name) = (folder, name);

    /// <summary>Source and target of each mount, in turn.</summary>
    public string[] Mounts => [.. Files.SelectMany(file => new[] { Path.Combine(_folder, file), $"/etc/{file}" })];

    /// <summary>Makes them: no server of names, no name but its own.</summary>
    public static EtcFiles Create(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        var files = new EtcFiles(folder, name);
        files.SetNameServers([]);
        files.SetHosts([]);
        File.WriteAllText(Path.Combine(folder, "nsswitch.conf"), Names);
        foreach (var file in People)
        {
            File.Copy($"/etc/{file}", Path.Combine(folder, file));
        }

        return files;
    }

    /// <summary>Where names are asked: once, and for two seconds, so that whoever asks gives up before a dial does, as in the simulated world.</summary>
    public void SetNameServers(IEnumerable<string> addresses) => Write("resolv.conf", addresses.Select(address => $"nameserver {address}").Append("options timeout:2 attempts:1"));

    /// <summary>Names that the computer knows by itself, each with its addresses.</summary>
    public void SetHosts(IEnumerable<(string Name, IReadOnlyList<string> Addresses)> names) =>
        Write("hosts", ["127.0.0.1 localhost", "::1 localhost", $"127.0.1.1 {_name}", .. names.SelectMany(each => each.Addresses.Select(address => $"{address} {each.Name}"))]);

    /// <summary>Adds an account that nobody can sign in with but servers that check passwords.</summary>
    /// <param name="user">Name.</param>
    /// <param name="hash">Of the password, as crypt makes it.</param>
    public void AddAccount(string user, string hash)
    {
        File.AppendAllText(Path.Combine(_folder, "passwd"), $"{user}:x:61000:65534::/nonexistent:/usr/sbin/nologin\n");
        File.AppendAllText(Path.Combine(_folder, "shadow"), $"{user}:{hash}:20000:0:99999:7:::\n");
    }

    // In place, for the mount is of this very file.
    private void Write(string file, IEnumerable<string> lines) => File.WriteAllText(Path.Combine(_folder, file), string.Join('\n', lines) + "\n");
}
