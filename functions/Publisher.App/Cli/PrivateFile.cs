namespace Publisher.App.Cli;

/// <summary>
/// A file that only its owner may read, for it names people. It has its name only when it is whole: what is interrupted leaves nothing that looks done.
/// </summary>
internal sealed class PrivateFile : IAsyncDisposable
{
    private readonly string path;
    private readonly string unfinished;
    private readonly bool overwrite;
    private bool kept;

    private PrivateFile(string path, bool overwrite)
    {
        (this.path, this.overwrite, unfinished) = (path, overwrite, path + ".part");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        // Windows has no such bits; there the folder's own rights hold.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // One that an earlier run left could have other rights.
        File.Delete(unfinished);
        Stream = new FileStream(unfinished, options);
    }

    public FileStream Stream { get; }

    /// <exception cref="RefusedException">There is such a file, and it may not be replaced.</exception>
    public static PrivateFile Create(string path, bool overwrite)
    {
        if (Directory.Exists(path)) throw new RefusedException("Nothing was written.", [new Fault("file", $"{path} is a folder")]);
        return overwrite || !File.Exists(path)
            ? new PrivateFile(path, overwrite)
            : throw new RefusedException("Nothing was written.", [new Fault("file", $"{path} is there already; --force replaces it")]);
    }

    /// <summary>Gives the file its name.</summary>
    public async Task KeepAsync()
    {
        await Stream.DisposeAsync();
        File.Move(unfinished, path, overwrite);
        kept = true;
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (!kept) File.Delete(unfinished);
    }
}
