using System.Text;
using Publisher.Content;
using Publisher.Content.Pictures;

namespace Publisher.Tests.Content.Pictures;

public sealed class PictureFileTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes(Files.Secret);

    public static TheoryData<string> Kinds => ["png", "jpg", "gif", "webp"];

    [Theory]
    [InlineData("png", 2, 1)]
    [InlineData("jpg", 3, 2)]
    [InlineData("gif", 4, 3)]
    [InlineData("webp", 5, 4)]
    public void A_picture_is_known_by_its_content_whatever_it_is_called(string kind, int width, int height)
    {
        var (picture, fault) = PictureFile.Read(Plain(kind));

        Assert.Null(fault);
        Assert.Equal((kind, width, height), (picture!.Ending, picture.Width, picture.Height));
        Assert.Matches($"^[0-9a-f]{{32}}\\.{kind}$", picture.Name);
        Assert.NotNull(Picture.TypeOf(picture.Name));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_but_the_picture_is_kept_and_a_kept_picture_stays_as_it_is(string kind)
    {
        var file = Laden(kind);
        Assert.True(file.AsSpan().IndexOf(Secret) >= 0);

        var picture = PictureFile.Read(file).Picture!;

        Assert.True(picture.Content.Span.IndexOf(Secret) < 0);
        Assert.True(picture.Content.Span.IndexOf("<script"u8) < 0);
        Assert.Equal(picture.Name, PictureFile.Read(picture.Content.Span).Picture!.Name);
        // With what was in it or without, it is the same picture.
        if (kind != "webp") Assert.Equal(PictureFile.Read(Plain(kind)).Picture!.Name, picture.Name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_stands_behind_a_picture_s_end_is_not_of_it(string kind)
    {
        byte[] polyglot = [.. Plain(kind), .. Secret, .. Plain("png")];

        Assert.Equal(PictureFile.Read(Plain(kind)).Picture!.Name, PictureFile.Read(polyglot).Picture!.Name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_that_is_cut_off_anywhere_is_no_picture(string kind)
    {
        var file = Plain(kind);
        for (var length = 1; length < file.Length; length++)
        {
            var (picture, fault) = PictureFile.Read(file.AsSpan(0, length));
            Assert.Null(picture);
            Assert.True(fault!.Code is FaultCode.FileBroken or FaultCode.FileNoPicture);
        }
    }

    [Theory]
    [InlineData(1, true, 3, 2)]
    [InlineData(3, true, 3, 2)]
    [InlineData(6, true, 2, 3)]
    [InlineData(8, false, 2, 3)]
    [InlineData(9, true, 3, 2)]
    public void A_photo_keeps_its_way_up_and_loses_its_place(int orientation, bool little, int width, int height)
    {
        var picture = PictureFile.Read(Files.Jpeg(orientation: orientation, little: little)).Picture!;

        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.True(picture.Content.Span.IndexOf("cam"u8) < 0);
        Assert.Equal(orientation is > 1 and <= 8, picture.Content.Span.IndexOf("Exif"u8) > 0);
        // Read once more, it is turned the same way.
        Assert.Equal(picture.Name, PictureFile.Read(picture.Content.Span).Picture!.Name);
    }

    [Fact]
    public void Pages_and_drawings_are_no_pictures_by_whatever_name()
    {
        foreach (var text in (string[])["<!doctype html><script>alert(1)</script>", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "<?xml version=\"1.0\"?><svg/>", "%PDF-1.7", "PK\u0003\u0004", "BM", "RIFF0000WAVEfmt ", "\0\0\0 ftypavif"])
            Assert.Equal(FaultCode.FileNoPicture, PictureFile.Read(Encoding.Latin1.GetBytes(text)).Fault!.Code);
        Assert.Equal(FaultCode.FileEmpty, PictureFile.Read([]).Fault!.Code);
    }

    [Fact]
    public void A_page_behind_a_picture_s_first_letters_is_broken()
    {
        foreach (var magic in (byte[][])[[0x89, .. "PNG\r\n\u001A\n"u8], [0xFF, 0xD8, 0xFF, 0xE0], [.. "GIF89a"u8], [.. "RIFF"u8, 100, 0, 0, 0, .. "WEBP"u8]])
            Assert.Equal(FaultCode.FileBroken, PictureFile.Read([.. magic, .. Enumerable.Repeat(Secret, 5).SelectMany(octets => octets)]).Fault!.Code);
    }

    [Fact]
    public void A_length_or_a_checksum_that_lies_is_broken()
    {
        var file = Files.Png();
        foreach (var length in (uint[])[0, 12, 14, 1000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
            Assert.Equal(FaultCode.FileBroken, PictureFile.Read([.. file[..8], .. Files.Big(length), .. file[12..]]).Fault!.Code);
        file[20] ^= 1;
        Assert.Equal(FaultCode.FileBroken, PictureFile.Read(file).Fault!.Code);
    }

    [Fact]
    public void A_picture_has_a_size_and_not_too_large_a_one()
    {
        Assert.Equal(FaultCode.FileBroken, PictureFile.Read(Files.Png(0, 1)).Fault!.Code);
        Assert.Equal(FaultCode.FileBroken, PictureFile.Read(Files.Jpeg(0, 1)).Fault!.Code);
        Assert.Equal(FaultCode.FileBroken, PictureFile.Read(Files.Gif(1, 0)).Fault!.Code);
        Assert.NotNull(PictureFile.Read(Files.Png(PictureFile.MaxSide, PictureFile.MaxSide)).Picture);
        var fault = PictureFile.Read(Files.Png(10_000, 10_001)).Fault!;
        Assert.Equal((FaultCode.PictureTooLarge, "width=10000 height=10001 max=8000"), (fault.Code, string.Join(' ', fault.Arguments.Select(blank => $"{blank.Blank}={blank.Value}"))));
        Assert.Equal(FaultCode.PictureTooLarge, PictureFile.Read(Files.Png(1, PictureFile.MaxSide + 1)).Fault!.Code);
        Assert.Equal(FaultCode.FileTooHeavy, PictureFile.Read(new byte[PictureFile.MaxSize + 1]).Fault!.Code);
    }

    [Fact]
    public void Lossy_and_lossless_pictures_say_their_size_themselves()
    {
        foreach (var type in (string[])["VP8 ", "VP8L"])
            Assert.Equal((5, 4), PictureFile.Read(Files.WebP(type)).Picture is { } picture ? (picture.Width, picture.Height) : default);
    }

    [Fact]
    public void Whatever_the_octets_it_is_a_picture_or_a_fault_and_what_is_kept_is_a_picture() => Chance.Times(4000, random =>
    {
        var file = Laden(random.Of("png", "jpg", "gif", "webp"));
        for (var edits = random.Next(1, 6); edits > 0; edits--) file[random.Next(file.Length)] = random.Of<byte>(0, 1, 0xFF, 0xD9, 0x3B, (byte)random.Next(256));
        var (picture, fault) = PictureFile.Read(file.AsSpan(0, random.Next(4) == 0 ? random.Next(file.Length) : file.Length));

        Assert.True(picture is null != (fault is null));
        if (picture is not null) Assert.Equal(picture.Name, PictureFile.Read(picture.Content.Span).Picture?.Name);
    });

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef.png", "image/png")]
    [InlineData("0123456789abcdef0123456789abcdef.jpg", "image/jpeg")]
    [InlineData("0123456789abcdef0123456789abcdef.gif", "image/gif")]
    [InlineData("0123456789abcdef0123456789abcdef.webp", "image/webp")]
    [InlineData("0123456789abcdef0123456789abcdef.svg", null)]
    [InlineData("0123456789abcdef0123456789abcdef.html", null)]
    [InlineData("0123456789abcdef0123456789abcdef.png ", null)]
    [InlineData("0123456789abcdef0123456789abcdef.PNG", null)]
    [InlineData("0123456789ABCDEF0123456789abcdef.png", null)]
    [InlineData("0123456789abcdef0123456789abcde.png", null)]
    [InlineData("0123456789abcdef0123456789abcdef0.png", null)]
    [InlineData("0123456789abcdef0123456789abcdef.", null)]
    [InlineData("0123456789abcdef0123456789abcdef", null)]
    [InlineData("../../../editions/x/message/pl.png", null)]
    [InlineData("..%2f0123456789abcdef0123456789ab.png", null)]
    [InlineData("", null)]
    public void Only_a_name_of_our_own_making_has_a_type(string name, string? type) => Assert.Equal(type, Picture.TypeOf(name));

    private static byte[] Plain(string kind) => kind switch
    {
        "png" => Files.Png(),
        "jpg" => Files.Jpeg(),
        "gif" => Files.Gif(),
        _ => Files.WebP(),
    };

    /// <summary>With all that programs, phones and attackers put into one.</summary>
    private static byte[] Laden(string kind) => kind switch
    {
        "png" => Files.Png(2, 1, Files.Chunk("tEXt", Secret), Files.Chunk("eXIf", Secret), Files.Chunk("iTXt", Secret), Files.Chunk("zzZz", Secret)),
        "jpg" => Files.Jpeg(orientation: 1, more: [Files.Segment(0xFE, Secret), Files.Segment(0xED, Secret), Files.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Secret]), Files.Segment(0xE2, [.. "MPF\0"u8, .. Secret])]),
        "gif" => Files.Gif(4, 3, Files.GifExtension(0xFE, "", Secret), Files.GifExtension(0xFF, "XMP DataXMP", Secret)),
        _ => Files.WebP("VP8X", Files.RiffChunk("EXIF", Secret), Files.RiffChunk("XMP ", Secret), Files.RiffChunk("zzzz", Secret)),
    };
}
